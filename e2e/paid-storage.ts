import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import Database from "better-sqlite3";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import type { OwnFile } from "../lib/products/files/schema";
import { payingFetch } from "./buyer";
import { type Seller, signInSeller } from "./seller";
import type { Stack } from "./stack";

/** Paying for storage as a program does it, where a journey is about what follows. */

/** What the files here have: with `STORAGE_PRICE=1000` a day costs $0.000667. */
export const KEPT_BYTES = 20_000;
/** Atomic units: 30 days of such a file. */
export const MONTH = 20_000n;

type Kept = { seller: Seller; file: OwnFile };

/** A wallet with so much money. */
export async function newPayer({ chain }: Stack, money: bigint): Promise<PrivateKeyAccount> {
  const account = privateKeyToAccount(generatePrivateKey());
  await chain.fund(account.address, money);
  return account;
}

const paying = ({ chain }: Stack, account: PrivateKeyAccount) => payingFetch(account, chain.network.token.address);

/** Pays for room, and fills it. Nothing is on sale yet. */
export async function payForUpload(stack: Stack, account: PrivateKeyAccount, days: number) {
  const { url } = stack.app;
  const created = await paying(stack, account)(`${url}/api/uploads`, {
    method: "POST",
    headers: {
      "Tus-Resumable": "1.0.0",
      "Upload-Length": String(KEPT_BYTES),
      "Upload-Metadata": `filename ${Buffer.from("notes.bin").toString("base64")}`,
      "Storage-Days": String(days),
      // Else the same wallet asks for the same room as before.
      "Idempotency-Key": randomBytes(16).toString("hex"),
    },
  });
  const uploadToken = required(created, "upload-token");
  const location = new URL(required(created, "location"), url);
  const headers = {
    "Tus-Resumable": "1.0.0",
    "Upload-Token": uploadToken,
    "Upload-Offset": "0",
    "Content-Type": "application/offset+octet-stream",
  };
  await expectOk(await fetch(location, { method: "PATCH", headers, body: randomBytes(KEPT_BYTES) }));
  return { uploadId: location.pathname.split("/").pop() ?? "", uploadToken };
}

/** Pays for storage and sells the file that is kept by it. */
export async function sellKept(stack: Stack, account: PrivateKeyAccount, title: string, days: number): Promise<Kept> {
  const upload = await payForUpload(stack, account, days);
  const seller = await signInSeller(stack.app.url, account);
  const created = await seller.request("POST", "/api/files", { ...upload, price: "0.25", title });
  return { seller, file: (await (await expectOk(created)).json()) as OwnFile };
}

/** Pays for more days of a file, whose ever it is. */
export async function keepLonger(
  stack: Stack,
  account: PrivateKeyAccount,
  fileId: string,
  days: number,
): Promise<void> {
  const answer = await paying(stack, account)(`${stack.app.url}/api/files/${fileId}/storage`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ days }),
  });
  await expectOk(answer);
}

/** Deletes what is stored of a file from the disk, behind the shop's back. */
export async function loseBytes({ dataDir }: Stack, fileId: string): Promise<void> {
  const database = new Database(join(dataDir, "filekiosk.db"), { readonly: true });
  try {
    const versions = database.prepare('SELECT "storageKey" FROM "FileVersion" WHERE "fileId" = ?').all(fileId);
    for (const { storageKey: key } of versions as { storageKey: string }[]) {
      await rm(join(dataDir, "files", key.slice(0, 2), key));
    }
  } finally {
    database.close();
  }
}

function required({ headers, status }: Response, name: string): string {
  const value = headers.get(name);
  if (value === null) throw new Error(`${status} came without ${name}`);
  return value;
}

async function expectOk(response: Response): Promise<Response> {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status} ${await response.text()}`);
  return response;
}
