import { createHash, randomBytes } from "node:crypto";
import type { Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listAudit } from "@/lib/audit/list-audit";
import { block } from "@/lib/blocks/change-block";
import { DAY, MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { forgetPerProcess } from "@/lib/process";
import { attachUpload } from "@/lib/products/files/attach-upload";
import { createFile } from "@/lib/products/files/create-file";
import { updateFile } from "@/lib/products/files/update-file";
import { resetSettings } from "@/lib/settings/settings";
import type { SessionData } from "@/lib/sign-in/seller-session";
import { storage } from "@/lib/storage/storage";
import { listParts } from "@/lib/uploads/bytes/upload-file";
import { type Clamd, hasClamd, PLANTED, PLANTED_NAME, startClamd } from "@/test/clamd";
import { makeSeller } from "@/test/files";
import { readToEnd, replaceEnd, startScannerServer } from "@/test/scanner-server";
import { head, inEmptyShop, restartServer, rowOf } from "@/test/upload-shop";
import { type Created, createUpload, sendPart, uploadBytes } from "@/test/uploads";
import { awaitFinished } from "./await-finished";
import { scanUploads } from "./scan-uploads";
import { sweepUploads } from "./sweep-uploads";

inEmptyShop();

const names = ["SCANNER", "SCANNER_MAX_SIZE", "SCANNER_DOWN", "SCANNER_TOO_LARGE"];
const now = new Date();
let seller: SessionData;
let undo: (() => unknown)[] = [];

function set(env: Record<string, string>): void {
  Object.assign(process.env, env);
  resetSettings();
}
beforeEach(async () => {
  seller = await makeSeller();
});
afterEach(async () => {
  for (const back of undo.reverse()) await back();
  undo = [];
  for (const name of names) delete process.env[name];
  for (const name of ["uploads.scanning", "uploads.scan-failures", "scanning.turns"]) forgetPerProcess(name);
  resetSettings();
});

/** A scanner that says this about everything, or does as it likes. */
async function scanner(says: string | ((socket: Socket) => void), env: Record<string, string> = {}) {
  const server = await startScannerServer(typeof says === "string" ? readToEnd(says) : says);
  undo.push(server.stop);
  set({ SCANNER: server.setting, ...env });
  return server;
}
const DOWN = "clamd:///nowhere/clamd.ctl";
const shown = ({ id, token }: Created) => ({ uploadId: id, uploadToken: token });
const sell = (upload: Created) => createFile(seller, { ...shown(upload), price: "0.50" }, now);
/** As the route does it. */
async function publish(upload: Created) {
  await awaitFinished(shown(upload), now);
  return sell(upload);
}
const versionOf = (id: string) =>
  db().fileVersion.findFirstOrThrow({ where: { fileId: id }, orderBy: { number: "desc" } });
const scanOf = async (upload: Created) => (await rowOf(upload))?.scan;

describe("a scanner that says", () => {
  it("OK: the file can be sold, and its version says that it was scanned", async () => {
    await scanner("stream: OK\0");
    const file = await publish(await uploadBytes(randomBytes(1_000)));
    expect(await versionOf(file.id)).toMatchObject({ scan: "clean", scannedAt: expect.any(Date), scanSignature: null });
  });

  it("FOUND: it is refused in its own words, its bytes are deleted, and the operator reads what it was", async () => {
    await scanner("stream: Evil.Thing FOUND\0");
    const upload = await uploadBytes(randomBytes(1_000));
    await expect(publish(upload)).rejects.toMatchObject({ code: "malware_found", status: 403 });
    const row = await rowOf(upload);
    expect(row).toMatchObject({
      state: "refused",
      scan: "found",
      scanSignature: "Evil.Thing",
      refusal: "malware_found",
    });
    expect(await storage().size(row?.storageKey ?? "")).toBeNull();
    const [line] = await listAudit({ act: "upload-refused", take: 2 });
    const detail = { refusal: "malware_found", signature: "Evil.Thing", sha256: row?.sha256, bytes: 1_000 };
    expect(line).toMatchObject({ by: "shop", subject: { kind: "upload", id: upload.id }, detail });
    // A page that is opened again asks how far it got, and is told why when it publishes.
    expect((await head(upload)).headers.get("upload-offset")).toBe("1000");
    await expect(publish(upload)).rejects.toMatchObject({ code: "malware_found" });
    expect(await db().file.count()).toBe(0);
  });

  it("FOUND: the same for a new version, and the file stays on sale with the version before", async () => {
    await scanner("stream: OK\0");
    const file = await publish(await uploadBytes(randomBytes(1_000)));
    await scanner("stream: Evil FOUND\0");
    const next = await uploadBytes(randomBytes(1_000));
    await awaitFinished(shown(next), now);
    const change = updateFile(seller.sellerId, file.id, { ...shown(next), newVersionFor: "all-buyers" }, now);
    await expect(change).rejects.toMatchObject({ code: "malware_found" });
    expect(await versionOf(file.id)).toMatchObject({ number: 1, scan: "clean" });
  });

  it("that it takes no more: too large, refused or passed as the operator wants it", async () => {
    await scanner("INSTREAM size limit exceeded. ERROR\0");
    await expect(publish(await uploadBytes(randomBytes(10)))).rejects.toMatchObject({ code: "too_large_to_scan" });
    await scanner("INSTREAM size limit exceeded. ERROR\0", { SCANNER_TOO_LARGE: "pass" });
    const file = await publish(await uploadBytes(randomBytes(10)));
    expect(await versionOf(file.id)).toMatchObject({ scan: "too-large" });
  });
});

it("a file above SCANNER_MAX_SIZE is refused before it is sent, or passes without the scanner", async () => {
  set({ SCANNER: DOWN, SCANNER_MAX_SIZE: "1KB" });
  await expect(createUpload(1_001)).rejects.toThrow("file_too_large");
  set({ SCANNER_TOO_LARGE: "pass" });
  const file = await publish(await uploadBytes(randomBytes(1_001)));
  expect(await versionOf(file.id)).toMatchObject({ scan: "too-large" });
});

describe("a scanner that is down", () => {
  it("makes the upload wait, which is sold once it is back, and nothing is lost", async () => {
    set({ SCANNER: DOWN });
    const upload = await uploadBytes(randomBytes(1_000));
    const error = { code: "scanner_down", status: 503, members: { retryAfter: 10 }, headers: { "Retry-After": "10" } };
    await expect(publish(upload)).rejects.toMatchObject(error);
    await scanUploads(now);
    // Not after a day, as others: its owner can only wait.
    await sweepUploads(new Date(now.getTime() + 2 * DAY));
    await expect(publish(upload)).rejects.toMatchObject({ code: "scanner_down" });
    await scanner("stream: OK\0");
    await scanUploads(now);
    await expect.poll(() => scanOf(upload)).toBe("clean");
    await publish(upload);
  });

  it("lets the upload pass unscanned, if the operator wants it", async () => {
    set({ SCANNER: DOWN, SCANNER_DOWN: "pass" });
    const file = await publish(await uploadBytes(randomBytes(1_000)));
    expect(await versionOf(file.id)).toMatchObject({ scan: "not-scanned", scannedAt: null });
  });

  it.each<[string, (socket: Socket) => void]>([
    ["closes in the middle", (socket) => void socket.destroy()],
    ["says OK before it has read everything", (socket) => void socket.write("stream: OK\0", () => socket.destroy())],
    ["talks nonsense", readToEnd("OK\0")],
  ])("is no other than one that %s", async (_, onStream) => {
    await scanner(onStream);
    await expect(publish(await uploadBytes(randomBytes(9_000_000)))).rejects.toMatchObject({ code: "scanner_down" });
  });

  it("is not asked again and again about a file at which it fails", async () => {
    let asked = 0;
    await scanner((socket) => {
      asked++;
      socket.destroy();
    });
    const upload = await uploadBytes(randomBytes(1_000));
    await expect.poll(() => scanOf(upload)).toBe("not-scanned");
    for (let again = 0; again < 5; again++) await scanUploads(new Date());
    expect(asked).toBe(1);
    await scanUploads(new Date(Date.now() + MINUTE));
    await expect.poll(() => asked).toBe(2);
  });
});

describe("a scan that takes its time", () => {
  /** Reads everything, and says OK when it is let go. */
  async function slowScanner() {
    const held: (() => void)[] = [];
    await scanner((socket) => {
      const { end } = socket;
      replaceEnd(socket, (words) => held.push(() => end.call(socket, words)));
      readToEnd("stream: OK\0")(socket);
    });
    const letGo = () => {
      for (const go of held.splice(0)) go();
    };
    return { held, letGo };
  }

  it("keeps neither the last part nor a question about the offset waiting, and cannot be overtaken", async () => {
    const { held, letGo } = await slowScanner();
    const bytes = randomBytes(1_000);
    const upload = await createUpload(bytes.length);
    expect((await sendPart(upload, 0, bytes)).status).toBe(204);
    await expect.poll(() => held.length).toBe(1);
    expect((await head(upload)).headers.get("upload-offset")).toBe("1000");
    const error = { code: "upload_scanning", status: 409, members: { retryAfter: 2 }, headers: { "Retry-After": "2" } };
    await expect(sell(upload)).rejects.toMatchObject(error);
    const published = publish(upload);
    letGo();
    await published;
    expect(held).toEqual([]);
  });

  it("is not overtaken even by what was checked before: the step that publishes looks at the result itself", async () => {
    const { held, letGo } = await slowScanner();
    const upload = await uploadBytes(randomBytes(1_000));
    await expect.poll(() => held.length).toBe(1);
    const attach = () => db().$transaction((tx) => attachUpload(tx, upload.id, seller.sellerId, "a-file"));
    await expect(attach()).rejects.toMatchObject({ code: "upload_scanning" });
    letGo();
    await expect.poll(() => scanOf(upload)).toBe("clean");
    await attach();
  });

  it("that dies with its process is made again", async () => {
    const { held } = await slowScanner();
    const upload = await uploadBytes(randomBytes(1_000));
    await expect.poll(() => held.length).toBe(1);
    await restartServer();
    for (const name of ["uploads.scanning", "scanning.turns"]) forgetPerProcess(name);
    await scanner("stream: Evil FOUND\0");
    await scanUploads(now);
    await expect.poll(async () => (await rowOf(upload))?.state).toBe("refused");
  });

  it("is one of three at once", async () => {
    const { held, letGo } = await slowScanner();
    const uploads = await Promise.all(Array.from({ length: 5 }, () => uploadBytes(randomBytes(1_000))));
    await expect.poll(() => held.length).toBe(3);
    expect(await db().upload.count({ where: { scan: null } })).toBe(5);
    letGo();
    await expect.poll(() => held.length).toBe(2);
    letGo();
    for (const upload of uploads) await expect.poll(() => scanOf(upload)).toBe("clean");
  });

  it("of an upload that is cancelled in the meantime leaves nothing behind", async () => {
    const { held, letGo } = await slowScanner();
    const upload = await uploadBytes(randomBytes(1_000));
    await expect.poll(() => held.length).toBe(1);
    await sweepUploads(new Date(now.getTime() + 30 * DAY));
    letGo();
    await scanUploads(now);
    expect(await db().upload.count()).toBe(0);
    expect(await rowOf(upload)).toBeNull();
  });
});

describe("what is refused", () => {
  it("is deleted by the sweep if a crash came between the row and the bytes", async () => {
    await scanner("stream: OK\0");
    const upload = await uploadBytes(randomBytes(1_000));
    const { storageKey } = await db().upload.update({
      where: { id: upload.id },
      data: { state: "refused", refusal: "malware_found" },
    });
    await sweepUploads(now);
    expect(await storage().size(storageKey)).toBeNull();
    await expect(publish(upload)).rejects.toMatchObject({ code: "malware_found" });
    await sweepUploads(new Date(now.getTime() + 2 * DAY));
    expect(await rowOf(upload)).toBeNull();
  });

  it("holds nobody's place or space", async () => {
    await scanner("stream: Evil FOUND\0");
    for (let count = 0; count < 12; count++) {
      const upload = await uploadBytes(randomBytes(100));
      await expect.poll(async () => (await rowOf(upload))?.state).toBe("refused");
    }
  });

  it("is what the operator has blocked by its hash, with or without a scanner", async () => {
    const bytes = randomBytes(1_000);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    await block({ kind: "hash", value: sha256, reason: "a copy" }, { kind: "command-line" }, now);
    const upload = await uploadBytes(bytes);
    await expect(publish(upload)).rejects.toMatchObject({ code: "hash_blocked" });
    expect(await rowOf(upload)).toMatchObject({ state: "refused", scan: null, refusal: "hash_blocked" });
    expect(await listParts()).toEqual([]);
    expect(await listAudit({ act: "upload-refused", take: 2 })).toHaveLength(1);
  });
});

describe.skipIf(!hasClamd)("with a real clamd", () => {
  let clamd: Clamd;
  beforeEach(async () => {
    clamd = await startClamd();
    undo.push(clamd.stop);
    set({ SCANNER: clamd.setting, SCANNER_MAX_SIZE: "2MiB" });
  });
  const infected = () => Buffer.concat([randomBytes(500_000), Buffer.from(PLANTED), randomBytes(500_000)]);

  it("an infected file is refused, a clean one sold", async () => {
    const upload = await uploadBytes(infected());
    await expect(publish(upload)).rejects.toMatchObject({ code: "malware_found" });
    expect(await rowOf(upload)).toMatchObject({ scanSignature: PLANTED_NAME });
    const file = await publish(await uploadBytes(randomBytes(1_000_000)));
    expect(await versionOf(file.id)).toMatchObject({ scan: "clean" });
  });

  it("that is killed and started again finds what was uploaded in between", async () => {
    await clamd.kill();
    const [bad, good] = [await uploadBytes(infected()), await uploadBytes(randomBytes(1_000))];
    for (const upload of [bad, good]) await expect(publish(upload)).rejects.toMatchObject({ code: "scanner_down" });
    await clamd.start();
    await scanUploads(now);
    await expect.poll(() => scanOf(good)).toBe("clean");
    await publish(good);
    await expect.poll(() => scanOf(bad)).toBe("found");
    await expect(publish(bad)).rejects.toMatchObject({ code: "malware_found" });
  });
});
