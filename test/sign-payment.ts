import { randomBytes } from "node:crypto";
import type { PaymentRequired, PaymentRequirements } from "@x402/core/types";
import type { PrivateKeyAccount } from "viem/accounts";

/** What a test may change: each part of the authorization, the signed data, and the client's data around it. */
export type Bend = {
  authorization?: Partial<Record<"from" | "to" | "value" | "validAfter" | "validBefore" | "nonce", string>>;
  /** After signing. */
  tamper?: Partial<Record<"from" | "to" | "value" | "validAfter" | "validBefore" | "nonce", string>>;
  accepted?: Partial<PaymentRequirements>;
  signature?: string;
  domain?: Partial<{ name: string; version: string; chainId: number; verifyingContract: string }>;
  /** `null`: the client does not say at all what it pays for, neither the resource nor the offer. */
  resourceUrl?: string | null;
  x402Version?: number;
  /** Sent as the payment identifier of the payload. */
  identifier?: unknown;
};

export type SignedPayment = {
  /** For `PAYMENT-SIGNATURE`. */
  header: string;
  nonce: `0x${string}`;
  signature: `0x${string}`;
  authorization: Record<"from" | "to" | "value" | "validAfter" | "validBefore" | "nonce", string>;
};

/** Responds to a challenge as an x402 client does (scheme exact, EIP-3009), with changes by the test. */
export async function signPayment(
  challenge: PaymentRequired,
  account: PrivateKeyAccount,
  bend: Bend = {},
): Promise<SignedPayment> {
  const accepted = challenge.accepts[0];
  if (!accepted) throw new Error("the challenge offers nothing");
  const authorization = {
    from: account.address as string,
    to: accepted.payTo,
    value: accepted.amount,
    validAfter: "0",
    validBefore: String(Math.floor(Date.now() / 1_000) + accepted.maxTimeoutSeconds),
    nonce: `0x${randomBytes(32).toString("hex")}`,
    ...bend.authorization,
  };
  const signature = (bend.signature ?? (await sign(accepted, account, authorization, bend))) as `0x${string}`;
  const payload = {
    x402Version: bend.x402Version ?? 2,
    ...(bend.resourceUrl === null
      ? {}
      : { resource: { ...challenge.resource, url: bend.resourceUrl ?? challenge.resource.url } }),
    accepted: { ...accepted, ...(bend.resourceUrl === null && withoutOffer(accepted)), ...bend.accepted },
    payload: { signature, authorization: { ...authorization, ...bend.tamper } },
    extensions: {
      ...challenge.extensions,
      ...(bend.identifier === undefined
        ? {}
        : { "payment-identifier": { info: { required: false, id: bend.identifier } } }),
    },
  };
  return { header: encode(payload), nonce: authorization.nonce as `0x${string}`, signature, authorization };
}

function withoutOffer({ extra: { offerId: _, ...extra } }: PaymentRequirements) {
  return { extra };
}

function sign(
  accepted: PaymentRequirements,
  account: PrivateKeyAccount,
  authorization: SignedPayment["authorization"],
  { domain }: Bend,
) {
  const own = {
    name: String(accepted.extra.name),
    version: String(accepted.extra.version),
    chainId: Number(accepted.network.split(":")[1]),
    verifyingContract: accepted.asset,
  };
  return signTransfer(account, { ...own, ...domain }, authorization);
}

/** Signs one transfer as a wallet does (EIP-3009), with its own type definition: it checks ours. */
export function signTransfer(
  account: Pick<PrivateKeyAccount, "signTypedData">,
  domain: { name: string; version: string; chainId: number; verifyingContract: string },
  authorization: SignedPayment["authorization"],
): Promise<`0x${string}`> {
  return account.signTypedData({
    domain: { ...domain, verifyingContract: domain.verifyingContract as `0x${string}` },
    types: {
      TransferWithAuthorization: [
        { name: "from", type: "address" },
        { name: "to", type: "address" },
        { name: "value", type: "uint256" },
        { name: "validAfter", type: "uint256" },
        { name: "validBefore", type: "uint256" },
        { name: "nonce", type: "bytes32" },
      ],
    },
    primaryType: "TransferWithAuthorization",
    message: {
      from: authorization.from as `0x${string}`,
      to: authorization.to as `0x${string}`,
      value: BigInt(authorization.value),
      validAfter: BigInt(authorization.validAfter),
      validBefore: BigInt(authorization.validBefore),
      nonce: authorization.nonce as `0x${string}`,
    },
  });
}

/** A header's base64 of JSON. */
export function encode(value: unknown): string {
  return Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64");
}

/** The other way. */
export function decode<T>(header: string | null): T {
  if (header === null) throw new Error("there is no such header");
  return JSON.parse(Buffer.from(header, "base64").toString("utf8")) as T;
}
