import type { Sale } from "@/lib/sellers/schema";

/** An amount as typed ("0.5", "0,50") in atomic units; null when it is none, is nothing, or is more than was paid. */
export function readAmount(text: string, { amount, decimals }: Sale["paid"]): bigint | null {
  const match = /^(\d{1,30})(?:[.,](\d+))?$/.exec(text.trim());
  const [, whole = "0", fraction = ""] = match ?? [];
  if (!match || fraction.replace(/0+$/, "").length > decimals) return null;
  const atomic = BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, "0"));
  return atomic > 0n && atomic <= BigInt(amount) ? atomic : null;
}
