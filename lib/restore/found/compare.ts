import "server-only";
import type { Finding } from "@/lib/backup/findings";
import { SeenTransfers } from "@/lib/backup/seen-transfers";
import { verifyShop } from "@/lib/backup/verify";
import { verifyChain } from "@/lib/backup/verify-chain";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { reconcile } from "@/lib/payments/reconcile";
import { shop } from "@/lib/shop/shop";
import { classify, type Found } from "./classify";
import { readOffers } from "./offers";
import type { KnownSale } from "./refunds";

/** Blocks are looked at from this long before the backup (ms): its clock may have been off. */
const BEFORE_BACKUP = DAY;

export type Comparison = {
  /** The time of the backup. */
  since: Date;
  /** Settled sales and refunds that the chain shows where their rows say. */
  shown: number;
  /** Oldest first. */
  found: Found[];
  /** Why it cannot be confirmed: a network cannot be read, or does not show what a row says. */
  obstacles: Finding[];
  /** Other findings about the shop, such as missing files. */
  findings: Finding[];
};

/** Compares a restored shop with the chain since its backup. Payments under way are looked up first. */
export async function compareSince(since: Date, secrets: readonly string[], now: Date): Promise<Comparison> {
  await reconcile(shop, now);
  const seen = new SeenTransfers(new Date(since.getTime() - BEFORE_BACKUP));
  const visit = (table: string, row: Parameters<SeenTransfers["see"]>[1]) => seen.see(table, row);
  const { findings } = await verifyShop({ full: false, progress() {}, visit });
  const report = await verifyChain(shop, seen, now, secrets);
  const obstacles = report.findings.filter(({ code }) => code !== "unknown_on_chain");
  const sales = await readSales(report.unknown.map(({ payTo }) => payTo));
  const found = classify(report.unknown, sales, await readOffers(report.unknown));
  return { since, shown: report.shown, found, obstacles, findings };
}

/** Sales that may have been refunded, by payers who received something. */
async function readSales(receivers: readonly string[]): Promise<KnownSale[]> {
  const payer = { in: [...new Set(receivers)] };
  const rows = await db().transfer.findMany({
    where: { direction: "sale", state: "settled", payer, order: { state: "paid" } },
    select: { orderId: true, network: true, payer: true, amount: true, replayKey: true },
  });
  return rows.map((row) => ({ ...row, amount: BigInt(row.amount) }));
}
