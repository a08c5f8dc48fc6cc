import { createHash } from "node:crypto";
import { utimes } from "node:fs/promises";
import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { closeDb, db } from "../lib/db/client";
import { newId } from "../lib/ids";
import { forgetPerProcess } from "../lib/process";
import { storage } from "../lib/storage/storage";
import { partPath, readPart } from "../lib/uploads/bytes/upload-file";
import { freshDatabase } from "./database";
import { callUploads } from "./uploads";

/** For tests of the upload route: an empty shop before each, and checks for afterwards. */

type Upload = { id: string; token: string };

/** Empties the shop before each test. Files have at most 10 MB there. */
export function inEmptyShop(): void {
  let close: (() => Promise<void>) | undefined;
  beforeAll(() => {
    process.env.APP_URL = "http://localhost:3000";
    process.env.MIN_FREE_SPACE = "1MB";
    process.env.MAX_FILE_SIZE = "10MB";
  });
  beforeEach(async () => {
    await close?.();
    ({ close } = await freshDatabase());
    forgetServer();
    forgetPerProcess("rate-limits");
  });
  afterAll(() => close?.());
}

/** The state that a restart of the server loses. */
export function forgetServer(): void {
  for (const name of ["hashes", "receiving", "finishing", "movement", "leaving"]) forgetPerProcess(`uploads.${name}`);
}

/** Ends this process's work on the shop and starts again from the disk. */
export async function restartServer(): Promise<void> {
  await closeDb();
  forgetServer();
  forgetPerProcess("rate-limits");
}

/** Uploads of one byte that a hundred networks of strangers began, as rows that the door wrote. */
export async function crowd(count: number, createdAt: Date): Promise<void> {
  const row = { tokenHash: "x", name: "x", mediaType: "x", size: 1n, state: "receiving", createdAt };
  const data = Array.from({ length: count }, (_, index) => ({
    ...row,
    id: newId(),
    storageKey: index.toString(16).padStart(40, "0"),
    ipPrefix: `2001:db8:${index % 100}:1::/64`,
  }));
  await db().upload.createMany({ data });
}

/** As if uploads had rested since then, for a server that knows of them only what is on the disk. */
export async function letRest(uploads: { id: string }[], since: Date): Promise<void> {
  for (const { id } of uploads) {
    await db().upload.updateMany({ where: { id }, data: { createdAt: since } });
    await db().upload.updateMany({ where: { id, state: "finished" }, data: { finishedAt: since } });
    if (await readPart(id)) await utimes(partPath(id), since, since);
  }
  forgetPerProcess("uploads.movement");
}

export const rowOf = ({ id }: { id: string }) => db().upload.findUnique({ where: { id } });
export const countUploads = () => db().upload.count();

/** HEAD with the upload's token: how far it got. */
export function head({ id, token }: Upload): Promise<Response> {
  return callUploads("HEAD", { path: `/${id}`, headers: { "Upload-Token": token } });
}

/** DELETE with the upload's token. */
export function cancel({ id, token }: Upload): Promise<Response> {
  return callUploads("DELETE", { path: `/${id}`, headers: { "Upload-Token": token } });
}

/** The `code` of a problem document. */
export async function codeOf(response: Response): Promise<string> {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  return ((await response.json()) as { code: string }).code;
}

/** Everything an upload should have become. */
export async function expectFinished(upload: { id: string }, bytes: Uint8Array): Promise<void> {
  const row = await rowOf(upload);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  expect(row).toMatchObject({ state: "finished", sha256, size: BigInt(bytes.length) });
  expect(Buffer.compare(await storedBytes(row?.storageKey ?? ""), bytes)).toBe(0);
  expect(await readPart(upload.id)).toBeNull();
}

async function storedBytes(key: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of await storage().open(key)) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
