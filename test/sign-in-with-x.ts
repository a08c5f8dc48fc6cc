import type { PaymentRequired } from "@x402/core/types";
import { createSiweMessage } from "viem/siwe";
import type { TestAccount } from "./chain";
import { encode } from "./sign-payment";

/** The declaration in a challenge, as a client reads it. */
export type Declared = {
  info: Record<"domain" | "uri" | "version" | "statement" | "nonce" | "issuedAt" | "expirationTime", string>;
  supportedChains: { chainId: string; type: string }[];
};

export function declared(extensions: PaymentRequired["extensions"]): Declared {
  const found = extensions?.["sign-in-with-x"];
  if (!found) throw new Error("the answer does not say how to come back");
  return found as Declared;
}

/** What a test may change: before signing, and after. */
export type BentProof = { signed?: Record<string, unknown>; sent?: Record<string, unknown> };

/** A `SIGN-IN-WITH-X` header, made as a client makes it. */
export async function proveWallet(
  { info, supportedChains }: Declared,
  account: Pick<TestAccount, "address" | "signMessage">,
  { signed, sent }: BentProof = {},
): Promise<string> {
  const [chain] = supportedChains;
  const fields = { ...info, ...chain, address: account.address as string, ...signed } as Record<string, string>;
  const message = createSiweMessage({
    ...(fields as object as Parameters<typeof createSiweMessage>[0]),
    address: account.address,
    version: "1",
    chainId: Number(fields.chainId?.split(":")[1]),
    issuedAt: new Date(fields.issuedAt ?? ""),
    expirationTime: fields.expirationTime === undefined ? undefined : new Date(fields.expirationTime),
    notBefore: fields.notBefore === undefined ? undefined : new Date(fields.notBefore),
  });
  return encode({ ...fields, signature: await account.signMessage({ message }), ...sent });
}
