import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, expect, it } from "vitest";
import { HOUR } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { decide } from "@/lib/decisions/decide";
import { createFile } from "@/lib/products/files/create-file";
import { resetSettings } from "@/lib/settings/settings";
import { awaitFinished } from "@/lib/uploads/finish/await-finished";
import { makeSeller } from "@/test/files";
import { readToEnd, startScannerServer } from "@/test/scanner-server";
import { inEmptyShop } from "@/test/upload-shop";
import { uploadBytes } from "@/test/uploads";
import { scanSold } from "./scan-sold";

inEmptyShop();

const now = new Date();
let fileId: string;
let stop: (() => Promise<void>) | undefined;

function setScanner(setting: string | undefined): void {
  if (setting) Object.assign(process.env, { SCANNER: setting, SCANNER_DOWN: "pass" });
  else for (const name of ["SCANNER", "SCANNER_DOWN"]) delete process.env[name];
  resetSettings();
}
async function scannerSays(words: string): Promise<void> {
  const server = await startScannerServer(readToEnd(words));
  stop = server.stop;
  setScanner(server.setting);
}

/** A file that was sold while the scanner was down. */
beforeEach(async () => {
  setScanner("clamd:///nowhere/clamd.ctl");
  const { id: uploadId, token: uploadToken } = await uploadBytes(randomBytes(1_000));
  await awaitFinished({ uploadId, uploadToken }, now);
  ({ id: fileId } = await createFile(await makeSeller(), { uploadId, uploadToken, price: "0.50" }, now));
});
afterEach(async () => {
  await stop?.();
  stop = undefined;
  setScanner(undefined);
});

const version = () => db().fileVersion.findFirstOrThrow({ where: { fileId } });
const file = () => db().file.findUniqueOrThrow({ where: { id: fileId } });

it("waits while the scanner is down", async () => {
  await scanSold(now);
  expect(await version()).toMatchObject({ scan: "not-scanned", scannedAt: null });
});

it("records what is clean", async () => {
  await scannerSays("stream: OK\0");
  await scanSold(now);
  expect(await version()).toMatchObject({ scan: "clean", scannedAt: now });
  expect((await file()).suspendedAt).toBeNull();
});

it("suspends the sale of what is found, once, by a decision of the program with its reason", async () => {
  await scannerSays("stream: Evil FOUND\0");
  await scanSold(now);
  await scanSold(new Date(now.getTime() + HOUR));
  expect(await version()).toMatchObject({ scan: "found", scanSignature: "Evil" });
  expect((await file()).suspendedAt).toEqual(now);
  const decisions = await db().decision.findMany();
  expect(decisions).toMatchObject([{ verdict: "suspended", ground: "malware", automated: true, by: "shop" }]);
  expect(decisions[0]?.facts).toContain("“Evil”");
});

it("leaves a file alone that the operator has closed already", async () => {
  const on = { kind: "file", id: fileId } as const;
  await decide({ verdict: "withheld", on, ground: "law", facts: "Why.", after: null }, { kind: "command-line" }, now);
  await scannerSays("stream: Evil FOUND\0");
  await scanSold(now);
  expect(await db().decision.count()).toBe(1);
  expect(await version()).toMatchObject({ scan: "found" });
});

it("asks again later when the scanner fails at it", async () => {
  await scannerSays("stream: it is ill ERROR\0");
  await scanSold(now);
  expect(await version()).toMatchObject({ scan: "not-scanned", scannedAt: now });
  await stop?.();
  await scannerSays("stream: OK\0");
  await scanSold(now);
  expect(await version()).toMatchObject({ scan: "not-scanned" });
  await scanSold(new Date(now.getTime() + HOUR));
  expect(await version()).toMatchObject({ scan: "clean" });
});
