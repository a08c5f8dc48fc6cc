import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { MINUTE } from "@/lib/clock";
import { closeDb } from "@/lib/db/client";
import { newSecret } from "@/lib/ids";
import { releaseLeases } from "@/lib/payment-methods/evm/gas/lease";
import { forgetPerProcess } from "@/lib/process";
import { reconcilePayments, tendGasTransactions } from "@/test/core";
import { type Mortal, makeMortal } from "@/test/crash";
import { openShop, type Shop } from "@/test/shop";

/** The process dies once at each step of a purchase: the buyer pays once, and has the file in the end. */

let shop: Shop;
let mortal: Mortal;
beforeAll(async () => {
  shop = await openShop();
  mortal = await makeMortal();
});
afterEach(() => mortal.revive());
afterAll(async () => {
  mortal.restore();
  await shop?.close();
});

/** What the next process starts with: only the database. */
async function restart() {
  mortal.revive();
  await closeDb();
  for (const key of ["process-name", "gas-leases", "facilitator", "payments-heartbeat"]) forgetPerProcess(key);
}

it.each([
  ["the secret is chosen by the buyer", newSecret],
  ["the secret is the server's", () => null],
])("a process may die before any write and any commit: %s", { timeout: 300_000 }, async (_, newToken) => {
  let deaths = 0;
  for (;;) {
    const { id } = await shop.sell();
    const before = await shop.received();
    const claimToken = newToken();
    const paid = await shop.sign(id);
    mortal.live(deaths);
    const bought = await shop
      .buy(id, { payment: paid.header, chosenClaimToken: claimToken })
      .catch(() => ({ kind: "died" }));
    const isOver = !mortal.isDead();
    await restart();
    if (isOver) expect(bought.kind).toBe("granted");
    await releaseLeases();
    const later = new Date(Date.now() + 10 * MINUTE);
    await tendGasTransactions(later);
    for (let run = 0; run < 3; run += 1) await reconcilePayments(later);
    let outcome = await shop.buy(id, { claimToken });
    if (outcome.kind !== "granted") outcome = await shop.buy(id, { payment: (await shop.sign(id)).header });
    expect({ deaths, kind: outcome.kind, detail: "detail" in outcome ? outcome.detail : null }).toMatchObject({
      kind: "granted",
    });
    expect((await shop.received()) - before).toBe(250_000n);
    if (isOver) break;
    deaths += 1;
  }
  // Three transactions of the core and two of the gas account, each of several writes.
  expect(deaths).toBeGreaterThan(15);
});
