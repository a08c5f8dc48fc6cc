import "server-only";
import { z } from "zod";
import { findNetworkByCaip2 } from "@/lib/payment-methods/evm/chain/find-network";
import { signatureText } from "@/lib/payment-methods/evm/chain/schema";
import type { Decoded, Dialect } from "@/lib/payments/ports";
import { readWire } from "@/lib/read-wire";
import { type Eip3009, toAuthorization } from "./authorization";

const UINT256_MAX = 2n ** 256n - 1n;

const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/, "is not an address");
const bytes32 = z.string().regex(/^0x[0-9a-fA-F]{64}$/, "is not 32 bytes of hex");
const signature = signatureText("is not hex", "is too long");
/** One spelling per number: "0x3d090", "+1", "01" and "1.0" are refused, so that one authorization has one key. */
const uint256 = z
  .string()
  .regex(/^(?:0|[1-9]\d{0,77})$/, { error: "is not a whole number in plain digits", abort: true })
  .refine((text) => BigInt(text) <= UINT256_MAX, "is too large");

const schemas = {
  // x402 v2, scheme `exact` on EVM networks.
  x402: z.object({
    signature,
    authorization: z.object({
      from: address,
      to: address,
      value: uint256,
      validAfter: uint256,
      validBefore: uint256,
      nonce: bytes32,
    }),
  }),
} as const satisfies Record<Dialect, z.ZodType>;

/** Reads an authorization: hex becomes lower-case, numbers become values, so that equal bytes are equal values. */
export function decode(dialect: Dialect, payload: unknown, network: string): Decoded {
  const parsed = readWire(schemas[dialect], payload);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { kind: "malformed", path: issue?.path.join(".") ?? "", issue: issue?.message ?? "is not as expected" };
  }
  const known = findNetworkByCaip2(network);
  if (!known) return { kind: "elsewhere" };
  const { authorization, signature: signed } = parsed.data;
  const presented: Eip3009 = {
    from: lower(authorization.from),
    to: lower(authorization.to),
    value: BigInt(authorization.value),
    validAfter: BigInt(authorization.validAfter),
    validBefore: BigInt(authorization.validBefore),
    nonce: lower(authorization.nonce),
    signature: signed,
  };
  return { kind: "authorization", authorization: toAuthorization(known, presented) };
}

function lower(hex: string): `0x${string}` {
  return hex.toLowerCase() as `0x${string}`;
}
