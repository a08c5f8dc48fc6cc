import { createHash, randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { PrivateKeyAccount } from "viem/accounts";
import { createSiweMessage } from "viem/siwe";
import type { CreateFile, OwnFile } from "../lib/products/files/schema";
import type { SignInNonce } from "../lib/sign-in/schema";

/** A seller who uses the HTTP API as a program does. */
export type Seller = {
  address: string;
  /** `Cookie` header of the session. */
  cookie: string;
  request(method: string, path: string, body?: unknown): Promise<Response>;
  upload(bytes: Uint8Array, name: string, mediaType?: string): Promise<{ uploadId: string; uploadToken: string }>;
  sell(options?: Partial<CreateFile> & { bytes?: Uint8Array; name?: string }): Promise<SoldFile>;
};

export type SoldFile = { file: OwnFile; bytes: Uint8Array; sha256: string };

/** Signs in by EIP-4361 and returns a seller. */
export async function signInSeller(appUrl: string, account: PrivateKeyAccount, chainId = 31337): Promise<Seller> {
  const headers = { Origin: appUrl, "Content-Type": "application/json" };
  const asked = await fetchWhenAllowed(`${appUrl}/api/sign-in/nonce`, { method: "POST", headers });
  const offered = (await expectOk(asked).json()) as SignInNonce;
  const body = JSON.stringify(await signOffered(account, offered, chainId));
  const signedIn = expectOk(await fetchWhenAllowed(`${appUrl}/api/sign-in`, { method: "POST", headers, body }));
  const cookie = cookiesOf(signedIn);

  const request: Seller["request"] = (method, path, content) =>
    fetch(`${appUrl}${path}`, {
      method,
      headers: { ...headers, Cookie: cookie },
      body: content === undefined ? undefined : JSON.stringify(content),
    });
  const upload: Seller["upload"] = (bytes, name, mediaType) =>
    uploadBytes(appUrl, bytes, name, mediaType, { Cookie: cookie });

  return {
    address: account.address,
    cookie,
    request,
    upload,
    async sell({ bytes = randomBytes(20_000), name = "thesis.pdf", ...options } = {}) {
      const uploaded = await upload(bytes, name);
      const created = await request("POST", "/api/files", { price: "0.25", ...uploaded, ...options });
      const file = (await expectOk(created).json()) as OwnFile;
      return { file, bytes, sha256: createHash("sha256").update(bytes).digest("hex") };
    },
  };
}

/** What a wallet has to be able to do for it. */
type SiweSigner = { address: `0x${string}`; signMessage(what: { message: string }): Promise<string> };

/** Writes the message that the server offered (EIP-4361) and signs it: the body of a sign-in. */
export async function signOffered(account: SiweSigner, offered: SignInNonce, chainId = 31337) {
  const message = createSiweMessage({
    ...offered,
    address: account.address,
    chainId,
    issuedAt: new Date(offered.issuedAt),
    expirationTime: new Date(offered.expirationTime),
  });
  return { message, signature: await account.signMessage({ message }) };
}

/** The `Cookie` header that a browser would send after this answer. */
export function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
}

/** tus 1.0.0: creation, then the bytes in one PATCH. */
export async function uploadBytes(
  appUrl: string,
  bytes: Uint8Array,
  name: string,
  mediaType = "application/pdf",
  headers: Record<string, string> = {},
) {
  const metadata = `filename ${Buffer.from(name).toString("base64")},filetype ${Buffer.from(mediaType).toString("base64")}`;
  const base = { Origin: appUrl, "Tus-Resumable": "1.0.0", ...headers };
  const created = await fetchWhenAllowed(`${appUrl}/api/uploads`, {
    method: "POST",
    headers: { ...base, "Upload-Length": String(bytes.length), "Upload-Metadata": metadata },
  });
  if (created.status !== 201) throw new Error(`upload: ${created.status} ${await created.text()}`);
  const uploadToken = created.headers.get("upload-token") ?? "";
  const location = new URL(created.headers.get("location") ?? "", `${appUrl}/api/uploads`);
  const patched = await fetch(location, {
    method: "PATCH",
    headers: {
      ...base,
      "Upload-Token": uploadToken,
      "Upload-Offset": "0",
      "Content-Type": "application/offset+octet-stream",
    },
    body: Buffer.from(bytes),
  });
  if (patched.status !== 204) throw new Error(`upload: ${patched.status} ${await patched.text()}`);
  return { uploadId: location.pathname.split("/").pop() ?? "", uploadToken };
}

/** All journeys come from one address; the shop's limits, which it shares, are waited for as a client should (RFC 6585, 4). */
async function fetchWhenAllowed(url: string, init: RequestInit): Promise<Response> {
  for (;;) {
    const response = await fetch(url, init);
    if (response.status !== 429) return response;
    await sleep(Number(response.headers.get("retry-after") ?? "1") * 1_000);
  }
}

function expectOk(response: Response): Response {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
  return response;
}
