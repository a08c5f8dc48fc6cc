import "server-only";
import { decodeFunctionData, type Hex } from "viem";
import type { Row } from "@/lib/backup/rows";
import { usdcAbi } from "@/lib/payment-methods/evm/chain/usdc.abi";
import { hasTrailer } from "@/lib/payment-methods/evm/chain-backup/read-transfers";
import { openSale } from "@/lib/payment-methods/evm/chain-backup/sale-mark";
import { derivedKey } from "@/lib/settings/derived-key";

/** Settlements that are looked at. */
const LATEST = 20;

/** The latest settlements of a backup, whose marks tell with which SESSION_SECRET they were made. */
export class MarkedSales {
  #latest: { createdAt: string; chainId: number; to: string; data: string }[] = [];

  /** Must be called with every row. */
  see(table: string, row: Row): void {
    if (table !== "GasTransaction" || row.kind !== "settlement") return;
    const { createdAt, chainId, to, data } = row;
    // Before 0.2.0 there were none.
    if (!hasTrailer(data as Hex)) return;
    this.#latest.push({ createdAt: String(createdAt), chainId: Number(chainId), to: String(to), data: String(data) });
    if (this.#latest.length < 10 * LATEST) return;
    this.#latest = this.#newest();
  }

  /** Whether one of these secrets made one of the marks; also if there is none. @param secrets undefined: the present one */
  areBy(secrets: readonly (string | undefined)[]): boolean {
    const keys = secrets.map((secret) => derivedKey("chain backup", secret));
    const latest = this.#newest();
    return latest.length === 0 || latest.some((sale) => keys.some((key) => isOpened(key, sale)));
  }

  #newest() {
    return this.#latest.toSorted((one, other) => other.createdAt.localeCompare(one.createdAt)).slice(0, LATEST);
  }
}

function isOpened(key: Buffer, { chainId, to, data }: { chainId: number; to: string; data: string }): boolean {
  try {
    const { args } = decodeFunctionData({ abi: usdcAbi, data: data as Hex });
    const [payer, , , , , nonce] = args as readonly unknown[];
    const signed = { network: `eip155:${chainId}`, token: to, payer: String(payer), nonce: String(nonce) };
    return openSale(key, signed, data) !== null;
  } catch {
    // Another call.
    return false;
  }
}
