import type { TypedDataDefinition } from "viem";
import type { Sale } from "@/lib/creators/schema";
import type { RefundStatement } from "@/lib/refunds/schema";

/** The typed data (EIP-712 over EIP-3009) that the seller's wallet signs for a refund. */
export function refundDocument({ domain, message }: RefundStatement): TypedDataDefinition {
  return {
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
      ...message,
      value: BigInt(message.value),
      validAfter: BigInt(message.validAfter),
      validBefore: BigInt(message.validBefore),
    },
  };
}

/** An amount as typed ("0.5", "0,50") in atomic units; null when it is none, is nothing, or is more than was paid. */
export function readAmount(text: string, { amount, decimals }: Sale["paid"]): bigint | null {
  const match = /^(\d{1,30})(?:[.,](\d+))?$/.exec(text.trim());
  const [, whole = "0", fraction = ""] = match ?? [];
  if (!match || fraction.replace(/0+$/, "").length > decimals) return null;
  const atomic = BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, "0"));
  return atomic > 0n && atomic <= BigInt(amount) ? atomic : null;
}
