import { type Read, readMoney } from "@/lib/read-number";
import type { Sale } from "@/lib/sellers/schema";

/** An amount as typed ("0.5", "0,50", "٠٫٥"), in atomic units. Nothing, and more than was paid, are wrong. */
export function readAmount(text: string, { amount, decimals, symbol }: Sale["paid"]): Read<bigint> {
  const read = readMoney(text, decimals, symbol);
  if (read.kind !== "read" || (read.value > 0n && read.value <= BigInt(amount))) return read;
  return { kind: "wrong" };
}
