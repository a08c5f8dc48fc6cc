/** EIP-3009: the struct that USDC checks. Field order is part of its type hash. */
const transferWithAuthorization = [
  { name: "from", type: "address" },
  { name: "to", type: "address" },
  { name: "value", type: "uint256" },
  { name: "validAfter", type: "uint256" },
  { name: "validBefore", type: "uint256" },
  { name: "nonce", type: "bytes32" },
] as const;

/** The token's EIP-712 domain. */
type Domain = { name: string; version: string; chainId: number; verifyingContract: string };
/** Decimal text for numbers, hex for bytes. */
type Transfer = Record<"from" | "to" | "value" | "validAfter" | "validBefore" | "nonce", string>;

/** The typed data (EIP-712) by which a wallet allows one transfer (EIP-3009 `TransferWithAuthorization`). */
export function transferDocument(domain: Domain, { from, to, value, validAfter, validBefore, nonce }: Transfer) {
  return {
    domain: { ...domain, verifyingContract: domain.verifyingContract as `0x${string}` },
    types: { TransferWithAuthorization: transferWithAuthorization },
    primaryType: "TransferWithAuthorization" as const,
    message: {
      from: from as `0x${string}`,
      to: to as `0x${string}`,
      value: BigInt(value),
      validAfter: BigInt(validAfter),
      validBefore: BigInt(validBefore),
      nonce: nonce as `0x${string}`,
    },
  };
}
