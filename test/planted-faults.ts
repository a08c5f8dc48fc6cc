import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { statfs } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { privateKeyToAccount } from "viem/accounts";
import { expect } from "vitest";
import { db } from "@/lib/db/client";
import type { Trouble } from "@/lib/doctor/finding";
import { newId } from "@/lib/ids";
import { startBentNode } from "./bent-node";
import type { ExaminedShop, Looked } from "./examined-shop";
import { putBackup } from "./put-backup";

/** What is looked at, and how the fault is taken away again. */
type Plant = Looked & { undo?: () => unknown };
/** A fault of a shop: its code, and how it is planted. */
export type Planted = [code: Trouble, what: string, plant: (world: ExaminedShop) => Plant | Promise<Plant>];

/** Found by measuring times, so that a machine that is busy for a moment has them too. */
const TIMED = ["disk-slow", "downloads-buffered", "uploads-buffered"];

/** Plants a fault: the doctor finds it, says what to do, and finds nothing else. */
export async function expectFound(world: ExaminedShop, code: Trouble, plant: Plant): Promise<void> {
  const { undo, ...looked } = plant;
  try {
    let found = await world.look(looked);
    if (found.some((one) => TIMED.includes(one.code) && one.code !== code)) found = await world.look(looked);
    expect(found.map((one) => one.code)).toEqual([code]);
    for (const { words, fix = "" } of found)
      expect([words, fix]).toEqual([expect.stringMatching(/[.!]$|openssl/), expect.stringMatching(/\w/)]);
  } finally {
    await undo?.();
  }
}

/** A disk with these numbers. */
export function disk(numbers: { bavail?: number; files?: number; ffree?: number; type?: number }): Plant {
  const changed = async (path: string) => ({ ...(await statfs(path)), bsize: 4_096, ...numbers });
  return { as: { statfs: changed as typeof statfs } };
}

/** All folders are on the disk of the data, but for this one. */
export function sameDisk(other: string | undefined): Plant {
  return { as: { diskOf: (path) => (path === other ? 1 : 0) } };
}

/** A page of the operator with this text. */
export function page({ DATA_DIR }: ExaminedShop["env"], text: string): Plant {
  const folder = join(String(DATA_DIR), "pages");
  mkdirSync(folder);
  writeFileSync(join(folder, "terms.md"), text);
  return { undo: () => rmSync(folder, { recursive: true }) };
}

/** A folder of backups with only this one. */
export function backup(of: Parameters<typeof putBackup>[1]): Plant {
  const folder = join(mkdtempSync(join(tmpdir(), "filekiosk-doctor-")), "backups");
  putBackup(folder, of);
  return { env: { BACKUP_DIR: folder } };
}

/** A DATA_DIR where the files cannot be, also for root. */
export function unwritableFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "filekiosk-doctor-"));
  writeFileSync(join(folder, "files"), "a file where the folder should be");
  return folder;
}

/** A file that every user of the machine can read. */
export function openSecret(): string {
  const folder = mkdtempSync(join(tmpdir(), "filekiosk-doctor-"));
  chmodSync(folder, 0o755);
  const path = join(folder, "secret");
  writeFileSync(path, "x");
  chmodSync(path, 0o644);
  return path;
}

/** A copy of the shop's database, changed by SQL or in its bytes. */
export function changedDatabase({ database }: ExaminedShop, change: string | ((path: string) => void)): Plant {
  const path = join(mkdtempSync(join(tmpdir(), "filekiosk-doctor-")), "filekiosk.db");
  const source = new Database(database.url.replace("file:", ""));
  source.exec(`VACUUM INTO '${path}'`);
  source.close();
  if (typeof change === "string") {
    const copy = new Database(path);
    copy.exec(change);
    copy.close();
  } else change(path);
  return { env: { DATABASE_URL: `file:${path}` } };
}

/** Overwrites the second half of a file but for its last page. */
export function damage(path: string): void {
  const file = openSync(path, "r+");
  const { size } = statSync(path);
  writeSync(file, Buffer.alloc(size / 2 - 4_096, 0x55), 0, size / 2 - 4_096, size / 2);
  closeSync(file);
}

/** A node that is bent, in place of the shop's, or beside it. */
export async function bentNode(
  world: ExaminedShop,
  bend: Parameters<typeof startBentNode>[1],
  isAlone = true,
): Promise<Plant> {
  const node = await startBentNode(world.chain.rpcUrl, bend);
  const urls = isAlone ? node.url : `${world.chain.rpcUrl} ${node.url}`;
  return { env: { RPC_URL_8453: urls }, undo: node.stop };
}

/** An answer to one method in place of the node's. */
export function says(method: string, result: unknown): Parameters<typeof startBentNode>[1] {
  return { say: (call, said) => (call.method === method ? { result } : said) };
}

/** A transaction of the gas account of this key in the last 24 hours. @param wasted in gwei */
export async function addGasTransaction(gasKey: string, wasted = 0n): Promise<void> {
  const account = privateKeyToAccount(gasKey as `0x${string}`).address.toLowerCase();
  const now = new Date();
  await db().gasTransaction.create({
    data: {
      ...{ id: newId(), chainId: 8453, account, accountNonce: Math.floor(Math.random() * 1e9), attempt: 0, fence: 1 },
      ...{ kind: "settlement", to: account, data: "0x", gas: "0", maxFeePerGas: "0", maxPriorityFeePerGas: "0" },
      ...{ raw: "0x", hash: newId(), state: "mined", pool: "keys", wasted, createdAt: now, closedAt: now },
    },
  });
}

/** A server that answers by plain http. */
export async function plainServer(): Promise<Plant> {
  const server = createServer((_req, res) => res.end("a shop"));
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    as: { plainUrl: `http://localhost:${(server.address() as AddressInfo).port}/` },
    undo: () => server.close().closeAllConnections(),
  };
}
