import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { LocalTrouble } from "@/commands/local-trouble";
import { mayMount } from "@/test/disks";
import { mountDisk } from "@/test/file-systems";
import { BrokenDownload, saveBody, sha256Of } from "./save-file";

/** Bytes that come as a real server and connection send them. */

const bytes = randomBytes(300_000);

async function answerOf(handle: RequestListener): Promise<Response> {
  const server = createServer(handle);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

function partIn(folder = mkdtempSync(join(tmpdir(), "filekiosk-save-"))) {
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "a.part");
}

const failureOf = (saving: Promise<unknown>) => saving.catch((error: unknown) => error as Error);

it("saves bytes with a length, and without one where a proxy removed it", async () => {
  const part = partIn();
  const long = await answerOf((_, res) => res.writeHead(200, { "Content-Length": bytes.length }).end(bytes));
  expect(await saveBody(long, part, 0)).toBe(bytes.length);
  expect(await sha256Of(part)).toBe(createHash("sha256").update(bytes).digest("hex"));
  const chunked = await answerOf((_, res) => {
    res.writeHead(200).write(bytes.subarray(0, 100_000));
    res.end(bytes.subarray(100_000));
  });
  expect(await saveBody(chunked, part, 0)).toBeNull();
  expect(readFileSync(part)).toEqual(bytes);
});

it("appends the part that was asked for, and never another one", async () => {
  const part = partIn();
  writeFileSync(part, bytes.subarray(0, 100_000));
  const other = await answerOf((_, res) =>
    res.writeHead(206, { "Content-Range": `bytes 0-299999/300000`, "Content-Length": bytes.length }).end(bytes),
  );
  expect(await failureOf(saveBody(other, part, 100_000))).toBeInstanceOf(BrokenDownload);
  expect(statSync(part).size).toBe(100_000);
  const rest = await answerOf((_, res) =>
    res
      .writeHead(206, { "Content-Range": `bytes 100000-299999/300000`, "Content-Length": 200_000 })
      .end(bytes.subarray(100_000)),
  );
  expect(await saveBody(rest, part, 100_000)).toBe(300_000);
  expect(readFileSync(part)).toEqual(bytes);
});

it("a connection on which no byte arrives any more is given up, and what came is kept", async () => {
  const part = partIn();
  const answer = await answerOf((_, res) => {
    res.writeHead(200, { "Content-Length": bytes.length }).write(bytes.subarray(0, 100_000));
  });
  const failed = await failureOf(saveBody(answer, part, 0, 200));
  expect(failed).toBeInstanceOf(BrokenDownload);
  expect(String(failed)).toContain("No data arrived for a while after 100000 bytes.");
  expect(readFileSync(part)).toEqual(bytes.subarray(0, 100_000));
});

it.runIf(mayMount)("a disk that is full is told as that, and is no broken connection", async () => {
  const part = join(mountDisk("tmpfs", 128 * 1024), "a.part");
  const answer = await answerOf((_, res) => res.writeHead(200, { "Content-Length": bytes.length }).end(bytes));
  const failed = await failureOf(saveBody(answer, part, 0));
  expect(failed).toBeInstanceOf(LocalTrouble);
  expect(String(failed)).toContain(`${part}: the disk is full (ENOSPC).`);
});

it("a part that is a folder is told as that", async () => {
  const answer = await answerOf((_, res) => res.writeHead(200, { "Content-Length": bytes.length }).end(bytes));
  expect(String(await failureOf(saveBody(answer, tmpdir(), 0)))).toContain("it is a folder (EISDIR)");
});
