import { db } from "../lib/db/client";
import { newId } from "../lib/ids";
import { createFile } from "../lib/products/files/create-file";
import type { CreateFile, OwnFile } from "../lib/products/files/schema";
import type { SessionData } from "../lib/sign-in/seller-session";
import { uploadBytes } from "./uploads";

/** A seller who signed in once, with its own wallet. */
export async function makeSeller(changes: Partial<{ chainId: number; payTo: string }> = {}): Promise<SessionData> {
  const id = newId();
  const address = `0x${Buffer.from(id).toString("hex").slice(0, 40)}`;
  const { chainId = 0, payTo = address } = changes;
  const payToNetworks = chainId === 0 ? "" : `eip155:${chainId}`;
  await db().seller.create({ data: { id, chainId, address, payTo, payToNetworks, createdAt: new Date() } });
  return { sellerId: id, address, chainId };
}

type Wanted = Partial<Omit<CreateFile, "uploadId" | "uploadToken">> & { bytes?: Uint8Array; name?: string };

/** A file for sale, made as the page makes one: uploaded, then priced. Each comes from its own address. */
export async function makeFile(seller: SessionData, wanted: Wanted = {}, now = new Date()): Promise<OwnFile> {
  const { bytes = Buffer.from("what is sold"), name = "file.txt", price = "0.50", ...rest } = wanted;
  const upload = await uploadBytes(bytes, name, { "x-filekiosk-peer": randomAddress() });
  return createFile(seller, { uploadId: upload.id, uploadToken: upload.token, price, ...rest }, now);
}

/** Uploads from one address have a limit. */
export function randomAddress(): string {
  return `10.${[1, 2, 3].map(() => Math.floor(Math.random() * 256)).join(".")}`;
}
