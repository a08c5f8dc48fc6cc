import { afterAll, beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { hashSecret } from "@/lib/ids";
import type { SettlementProof } from "@/lib/payment-methods/evm/eip3009/prove-transfer";
import { openShop, type Shop } from "@/test/shop";
import { commitSettlement, type PaymentRow } from "./ledger";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());

const CHOSEN = "t".repeat(43);

/** A purchase whose payment and transfer are real; then the ledger forgets that it was settled. */
async function unsettled(chosenClaimToken: string | null = null): Promise<PaymentRow> {
  const { id } = await shop.sell();
  const outcome = await shop.buy(id, { payment: (await shop.sign(id)).header, chosenClaimToken });
  if (outcome.kind !== "granted") throw new Error(`not granted: ${outcome.kind}`);
  await db().grant.deleteMany({ where: { fileId: id } });
  const forgotten = { state: "unknown", settledAt: null, transaction: null, logIndex: null };
  return db().payment.update({ where: { id: outcome.payment?.id ?? "" }, data: forgotten });
}

const terms = () => ({ opensByToken: true, downloadDays: 30, now: new Date() });

const proof: SettlementProof = {
  transaction: `0x${"ab".repeat(32)}`,
  logIndex: 7,
  blockNumber: 5n,
  blockHash: `0x${"cd".repeat(32)}`,
  blockTime: new Date(),
  sender: `0x${"ef".repeat(20)}`,
};

it("one transfer settles one payment, and a second payment that points to it stays unsettled", async () => {
  const [first, second] = [await unsettled(), await unsettled()];
  await commitSettlement(first, proof, terms());
  await expect(commitSettlement(second, proof, terms())).rejects.toMatchObject({ code: "P2002" });
  expect(await db().payment.findUnique({ where: { id: second.id } })).toMatchObject({ state: "unknown" });
  expect(await db().grant.count({ where: { paymentId: second.id } })).toBe(0);
});

it("payment and grant are written together or not at all", async () => {
  const row = await unsettled();
  const other = await unsettled();
  await commitSettlement(other, { ...proof, logIndex: 8 }, terms());
  // The grant cannot be written: its claim token belongs to another one.
  const clash = { ...row, claimTokenHash: other.claimTokenHash };
  await expect(commitSettlement(clash, { ...proof, logIndex: 9 }, terms())).rejects.toMatchObject({ code: "P2002" });
  expect(await db().payment.findUnique({ where: { id: row.id } })).toMatchObject({ state: "unknown" });
  const events = await db().paymentEvent.findMany({ where: { paymentId: row.id, state: "settled" } });
  expect(events).toHaveLength(1);
});

it("no table holds the key to a purchase, only its hash", async () => {
  const row = await unsettled(CHOSEN);
  const { grant } = await commitSettlement(row, { ...proof, logIndex: 10 }, terms());
  expect(grant.tokenHash).toBe(hashSecret(CHOSEN));
  const everything = JSON.stringify(
    [await db().payment.findMany(), await db().grant.findMany(), await db().hold.findMany()],
    (_, value) => (typeof value === "bigint" ? String(value) : value),
  );
  expect(everything).toContain(hashSecret(CHOSEN));
  expect(everything).not.toContain(CHOSEN);
});
