import { createHash, randomBytes } from "node:crypto";
import type { ShopSession } from "@/commands/shop-session";
import { HOUR } from "@/lib/clock";
import type { TermsAnswer } from "@/lib/legal/schema";
import { formatUsd } from "@/lib/money";
import type { OwnFile } from "@/lib/products/files/schema";
import type { FilesPage } from "@/lib/sellers/files/schema";

const NAME = "test-sale.txt";
const TITLE = "Test sale by npm run doctor";
const TUS = { "Tus-Resumable": "1.0.0" };

export type OnSale = { id: string; url: string; sha256: string };

/** Uploads a small file (tus 1.0.0) and puts it on sale. If nothing removes it, its sale ends after an hour. @throws Refused */
export async function putOnSale(session: ShopSession, priceMicroUsd: bigint): Promise<OnSale> {
  const bytes = Buffer.from(`${TITLE}, ${randomBytes(16).toString("hex")}\n`);
  // The operator runs this, and the terms are the operator's own.
  const { terms } = await session.json<TermsAnswer>("GET", "/api/terms");
  const { id, url } = await session.json<OwnFile>("POST", "/api/files", {
    ...(await upload(session, bytes)),
    price: formatUsd(priceMicroUsd),
    title: TITLE,
    acceptTerms: terms?.hash,
    description: "The operator of this shop checks with it that purchases and refunds work.",
    onSaleUntil: new Date(Date.now() + HOUR).toISOString(),
  });
  return { id, url, sha256: createHash("sha256").update(bytes).digest("hex") };
}

async function upload(session: ShopSession, bytes: Buffer<ArrayBuffer>) {
  const encoded = (text: string) => Buffer.from(text).toString("base64");
  const created = await session.send("POST", "/api/uploads", {
    headers: {
      ...TUS,
      "Upload-Length": String(bytes.length),
      "Upload-Metadata": `filename ${encoded(NAME)},filetype ${encoded("text/plain")}`,
    },
  });
  const uploadToken = created.headers.get("upload-token") ?? "";
  const { pathname } = new URL(created.headers.get("location") ?? "", new URL("/api/uploads", session.appUrl));
  const headers = { ...TUS, "Upload-Token": uploadToken, "Upload-Offset": "0" };
  const type = { "Content-Type": "application/offset+octet-stream" };
  await session.send("PATCH", pathname, { bytes, headers: { ...headers, ...type } });
  return { uploadId: pathname.split("/").at(-1), uploadToken };
}

/** Removes every file of the test seller, also those that an interrupted run left. Buyers keep what they bought. @throws Refused */
export async function removeFiles(session: ShopSession): Promise<void> {
  const { files } = await session.json<FilesPage>("GET", "/api/files");
  for (const { id } of files) await (await session.send("DELETE", `/api/files/${id}`)).body?.cancel();
}
