import { readFileSync } from "node:fs";
import { join } from "node:path";
import { privateKeyToAccount } from "viem/accounts";
import { demoAccounts } from "../../lib/devnet/accounts";
import { composeMessage } from "../../lib/eip4361/message";
import { DEVNET_CHAIN_ID } from "../../lib/payment-methods/evm/chain/networks";
import { ON_SALE_MAX_DAYS, type OwnFile } from "../../lib/products/files/schema";
import type { FilesPage } from "../../lib/sellers/files/schema";
import type { SignInNonce } from "../../lib/sign-in/schema";
import { METADATA_NAME, METADATA_TYPE, UPLOAD_TOKEN_HEADER, UPLOADS_PATH } from "../../lib/uploads/schema";

/**
 * Puts the sample file up for sale as the demo's seller, through the public HTTP API. Does nothing if it is already on
 * sale. Prints `{"id", "url"}` as one line of JSON, or `null` where its storage has to be paid for.
 *
 * Usage: tsx --conditions=react-server scripts/demo/sample.ts http://localhost:3000
 */
const NAME = "a-kiosk-at-dusk.svg";
const TITLE = "A kiosk at dusk";
const DESCRIPTION =
  "A small poster, drawn for Filekiosk: a lit kiosk on a quiet square under the first stars. " +
  "It opens in any browser and prints sharply at any size. Yours for one cent of play money.";

const appUrl = process.argv[2];
if (!appUrl) throw new Error("Give the app's origin, such as http://localhost:3000.");

async function main(): Promise<{ id: string; url: string } | null> {
  const cookie = await signIn();
  const { files } = await call<FilesPage>("GET", "/api/files", { cookie });
  const there = files.find((file) => file.title === TITLE && file.state === "on-sale");
  if (there) return { id: there.id, url: there.url };

  const { uploadId, uploadToken } = await upload();
  const onSaleUntil = new Date(Date.now() + (ON_SALE_MAX_DAYS - 1) * 86_400_000).toISOString();
  const body = { uploadId, uploadToken, price: "0.01", title: TITLE, description: DESCRIPTION, onSaleUntil };
  const answer = await ask("POST", "/api/files", { cookie, body });
  // Where storage is paid for (STORAGE_PRICE) the demo's seller has to pay as well: nobody does here.
  if (answer.status === 409) return null;
  const file = (await checked(answer, "POST /api/files").then((good) => good.json())) as OwnFile;
  return { id: file.id, url: file.url };
}

/** Signs in with the demo seller's wallet (EIP-4361) and returns the session cookie. */
async function signIn(): Promise<string> {
  const account = privateKeyToAccount(demoAccounts.seller.key);
  const given = await call<SignInNonce>("POST", "/api/sign-in/nonce");
  const message = composeMessage({ ...given, address: account.address, chainId: DEVNET_CHAIN_ID });
  const signature = await account.signMessage({ message });
  const response = await send("POST", "/api/sign-in", { body: { message, signature } });
  const [cookie] = response.headers.getSetCookie();
  if (!cookie) throw new Error("The sign-in answered without a session.");
  return cookie.slice(0, cookie.indexOf(";"));
}

/** A tus upload (https://tus.io, 1.0.0) in two requests: create, then all bytes. */
async function upload(): Promise<{ uploadId: string; uploadToken: string }> {
  const bytes = readFileSync(join(import.meta.dirname, NAME));
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  const created = await send("POST", UPLOADS_PATH, {
    headers: {
      "Tus-Resumable": "1.0.0",
      "Upload-Length": String(bytes.byteLength),
      "Upload-Metadata": `${METADATA_NAME} ${base64(NAME)},${METADATA_TYPE} ${base64("image/svg+xml")}`,
    },
  });
  const location = created.headers.get("location");
  const uploadToken = created.headers.get(UPLOAD_TOKEN_HEADER);
  if (!location || !uploadToken) throw new Error("The upload was not accepted as it should be.");
  const url = new URL(location, new URL(UPLOADS_PATH, appUrl));
  await send("PATCH", url.pathname, {
    headers: {
      "Tus-Resumable": "1.0.0",
      "Upload-Offset": "0",
      "Content-Type": "application/offset+octet-stream",
      [UPLOAD_TOKEN_HEADER]: uploadToken,
    },
    bytes,
  });
  return { uploadId: url.pathname.split("/").at(-1) ?? "", uploadToken };
}

type Parts = { cookie?: string; body?: unknown; bytes?: Buffer; headers?: Record<string, string> };

function ask(method: string, path: string, { cookie, body, bytes, headers = {} }: Parts = {}): Promise<Response> {
  return fetch(new URL(path, appUrl), {
    method,
    headers: {
      // A request with a session cookie has to send its Origin.
      origin: new URL(String(appUrl)).origin,
      ...(cookie ? { cookie } : {}),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    body: body === undefined ? bytes && new Uint8Array(bytes) : JSON.stringify(body),
  });
}

async function checked(response: Response, request: string): Promise<Response> {
  if (!response.ok) throw new Error(`${request} answered ${response.status}: ${await response.text()}`);
  return response;
}

async function send(method: string, path: string, parts?: Parts): Promise<Response> {
  return checked(await ask(method, path, parts), `${method} ${path}`);
}

async function call<T>(method: string, path: string, parts?: Parts): Promise<T> {
  return (await send(method, path, parts)).json() as Promise<T>;
}

console.log(JSON.stringify(await main()));
