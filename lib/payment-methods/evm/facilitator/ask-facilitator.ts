import "server-only";
import type { PaymentPayload, PaymentRequirements } from "@x402/core/types";
import { z } from "zod";
import { postJson } from "@/lib/post-json";

/** A settlement may take as long as its block does (ms). */
const TIMEOUT = 30_000;

const text = z.string().nullish();
/** The facilitator's responses (x402 version 2), as far as they are read here. */
const verifyResponse = z.object({ isValid: z.boolean(), invalidReason: text });
const settleResponse = z.object({ success: z.boolean(), errorReason: text, transaction: text });

type Asked = {
  url: string;
  headers: Record<string, string>;
  payload: PaymentPayload;
  requirements: PaymentRequirements;
};
/** `isOk`: the status was 2xx. `said`: null when the response does not have the expected shape. */
type Said<T> = { isOk: boolean; status: number; said: T | null };

/** `POST /verify`. @throws when there is no response */
export function askToVerify(asked: Asked): Promise<Said<z.infer<typeof verifyResponse>>> {
  return ask("verify", verifyResponse, asked);
}

/** `POST /settle`. @throws when there is no response */
export function askToSettle(asked: Asked): Promise<Said<z.infer<typeof settleResponse>>> {
  return ask("settle", settleResponse, asked);
}

async function ask<T>(path: string, shape: z.ZodType<T>, { url, headers, payload, requirements }: Asked) {
  const { x402Version } = payload;
  const body = JSON.stringify({ x402Version, paymentPayload: payload, paymentRequirements: requirements });
  const { status, text } = await postJson(`${url.replace(/\/+$/, "")}/${path}`, body, { headers, timeout: TIMEOUT });
  return { isOk: status >= 200 && status < 300, status, said: read(shape, text) };
}

function read<T>(shape: z.ZodType<T>, text: string): T | null {
  try {
    return shape.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
