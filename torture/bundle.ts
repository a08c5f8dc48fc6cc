import type { Seller, SoldFile } from "../e2e/seller";
import type { OwnFile } from "../lib/products/files/schema";
import { sha256 } from "./http";

/** Sells files together that are sold alone as well. What its buyers get is the archive of all of them. */
export async function sellTogether(url: string, seller: Seller, files: SoldFile[], price: string): Promise<SoldFile> {
  const members = files.map(({ file }) => ({ fileId: file.id }));
  const made = await seller.request("POST", "/api/bundles", { files: members, price, title: "Together" });
  if (made.status !== 201) throw new Error(`Files cannot be sold together: ${await made.text()}`);
  const file = (await made.json()) as OwnFile;
  const archive = await fetch(`${url}/api/files/${file.id}`, { headers: { Cookie: seller.cookie } });
  if (archive.status !== 200) throw new Error(`The seller cannot read the archive: ${await archive.text()}`);
  const bytes = new Uint8Array(await archive.arrayBuffer());
  return { file, bytes, sha256: sha256(bytes) };
}
