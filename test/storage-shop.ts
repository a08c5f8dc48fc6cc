import { randomBytes } from "node:crypto";
import type { PaymentRequired } from "@x402/core/types";
import * as fileDoor from "@/app/api/files/[fileId]/storage/route";
import * as uploadDoor from "@/app/api/storage/uploads/[uploadId]/route";
import * as tokenDoor from "@/app/api/storage/uploads/[uploadId]/token/route";
import * as uploads from "@/app/api/uploads/[[...path]]/route";
import { newId } from "@/lib/ids";
import { forgetPerProcess } from "@/lib/process";
import { resetSettings } from "@/lib/settings/settings";
import type { TestAccount } from "./chain";
import { openShop, type Shop } from "./shop";
import { type Bend, decode, type SignedPayment, signPayment } from "./sign-payment";

/** A shop whose storage is paid for, by its doors. */

const HOME = "http://localhost:3000";

/** The operator's wallet for storage: a plain key that nobody uses otherwise. */
export const OPERATOR = "0x9fa2c5dbe7a3b1a5a5b6a1c4a2f7f0c3e1d2b3a4";

type Headers = Record<string, string>;
/** What a door answered. */
export type Answer = {
  status: number;
  code: string | undefined;
  body: Record<string, unknown>;
  headers: globalThis.Headers;
  /** Null without one. */
  challenge: PaymentRequired | null;
  /** The path of the upload that was made. */
  uploadId: string | null;
  token: string | null;
};

export type StorageShop = Shop & {
  /** `POST /api/uploads` with `Storage-Days`. */
  create(of?: { size?: number | string; days?: number | string; name?: string }, headers?: Headers): Promise<Answer>;
  /** `POST /api/storage/uploads/{uploadId}`. */
  keep(uploadId: string, token: string, body: unknown, headers?: Headers): Promise<Answer>;
  /** `POST /api/files/{fileId}/storage`. */
  extend(fileId: string, days: unknown, headers?: Headers): Promise<Answer>;
  newToken(uploadId: string, headers?: Headers): Promise<Answer>;
  /** The header with which an account pays a challenge. */
  pay(answer: Answer, account?: TestAccount, bend?: Bend): Promise<SignedPayment & { headers: Headers }>;
  /** Sends bytes to an upload. */
  send(uploadId: string, token: string, bytes: Buffer, offset?: number): Promise<Answer>;
  /** USDC of the operator, in atomic units. */
  earned(): Promise<bigint>;
};

/** @param settings more environment variables */
export async function openStorageShop(settings: Record<string, string> = {}): Promise<StorageShop> {
  const set = { STORAGE_PRICE: "0.03", STORAGE_PAY_TO: OPERATOR, MIN_FREE_SPACE: "1MB", ...settings };
  Object.assign(process.env, set);
  const shop = await openShop();
  resetSettings();
  let peer = 0;

  async function call(
    door: (request: Request, context?: { params: Promise<unknown> }) => Promise<Response>,
    path: string,
    { params = {}, ...init }: RequestInit & { params?: object; headers: Headers },
  ): Promise<Answer> {
    peer += 1;
    const request = new Request(`${HOME}${path}`, {
      method: "POST",
      ...init,
      headers: { "x-filekiosk-peer": `10.1.${peer >> 8}.${peer & 255}`, ...init.headers },
    });
    const response = await door(request, { params: Promise.resolve(params) });
    const text = await response.text();
    const body = text.startsWith("{") ? (JSON.parse(text) as Record<string, unknown>) : {};
    const required = response.headers.get("payment-required");
    return {
      status: response.status,
      code: body.code as string | undefined,
      body,
      headers: response.headers,
      challenge: required === null ? null : decode<PaymentRequired>(required),
      uploadId: response.headers.get("location")?.split("/").at(-1)?.split("?")[0] ?? null,
      token: response.headers.get("upload-token"),
    };
  }

  const json = (body: unknown, headers: Headers) => ({
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", ...headers },
  });
  return {
    ...shop,
    create({ size = 2_400_000, days = 60, name = `file ${newId()}.bin` } = {}, headers = {}) {
      const described = {
        "tus-resumable": "1.0.0",
        "upload-length": String(size),
        "upload-metadata": `filename ${Buffer.from(name).toString("base64")}`,
        "storage-days": String(days),
      };
      return call(uploads.POST, "/api/uploads", { headers: { ...described, ...headers } });
    },
    keep: (uploadId, token, body, headers = {}) =>
      call(uploadDoor.POST, `/api/storage/uploads/${uploadId}`, {
        ...json(body, { "upload-token": token, ...headers }),
        params: { uploadId },
      }),
    extend: (fileId, days, headers = {}) =>
      call(fileDoor.POST, `/api/files/${fileId}/storage`, { ...json({ days }, headers), params: { fileId } }),
    newToken: (uploadId, headers = {}) =>
      call(tokenDoor.POST, `/api/storage/uploads/${uploadId}/token`, { headers, params: { uploadId } }),
    async pay({ challenge }, account = shop.chain.accounts.buyer, bend = {}) {
      if (!challenge) throw new Error("there is no challenge");
      const signed = await signPayment(challenge, account, bend);
      return { ...signed, headers: { "payment-signature": signed.header } };
    },
    send: (uploadId, token, bytes, offset = 0) =>
      call(uploads.PATCH, `/api/uploads/${uploadId}`, {
        method: "PATCH",
        body: new Uint8Array(bytes),
        headers: {
          "tus-resumable": "1.0.0",
          "upload-offset": String(offset),
          "upload-token": token,
          "content-type": "application/offset+octet-stream",
          "content-length": String(bytes.length),
        },
      }),
    earned: () => shop.chain.usdcBalance(OPERATOR),
    async close() {
      for (const name of Object.keys(set)) delete process.env[name];
      resetSettings();
      forgetPerProcess("rate-limits");
      await shop.close();
    },
  };
}

export const randomUpload = (size: number) => randomBytes(size);
