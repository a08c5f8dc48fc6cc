import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { closeDb, db } from "../lib/db/client";
import { forgetPerProcess } from "../lib/process";
import { storage } from "../lib/storage/storage";
import { readPart } from "../lib/uploads/part-file";
import { freshDatabase } from "./database";
import { callUploads } from "./uploads";

/** For tests of the upload door: an empty shop before each, and what to look at afterwards. */

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

/** What a restart of the server forgets. */
export function forgetServer(): void {
  for (const name of ["hashes", "receiving", "finishing"]) forgetPerProcess(`uploads.${name}`);
}

/** Ends this process's work on the shop and begins anew with what is on the disk. */
export async function restartServer(): Promise<void> {
  await closeDb();
  forgetServer();
  forgetPerProcess("rate-limits");
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
