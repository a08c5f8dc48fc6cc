import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { db } from "@/lib/db/client";
import { startDeadline } from "@/lib/deadline";
import { hashSecret, newSecret } from "@/lib/ids";
import { commitSettlement } from "@/lib/payments/commit";
import { releaseTransfer } from "@/lib/payments/ledger";
import type { Authorization, Offer, Product, Shop } from "@/lib/payments/ports";
import { recheckSettlements } from "@/lib/payments/recheck";
import { reconcile } from "@/lib/payments/reconcile";
import { reserveRefund } from "@/lib/payments/refund";
import type { PaymentRow } from "@/lib/payments/rows";
import { settleReserved } from "@/lib/payments/settle";
import { openLedgerWorld } from "./ledger-world";
import type { ContractPayer } from "./payment-method.contract";
import { reserveSigned } from "./reserve-signed";

/** A product with things on sale. */
export type ProductWorld = {
  product: Product;
  /** Something new on sale. */
  newOffer(): Promise<Offer>;
  /** How much of it an order gives now; by default its entitlements. */
  given?(orderId: string): Promise<number>;
  /** Whether the secret with this hash opens something; by default whether the product calls it taken. */
  opens?(secretHash: string): Promise<boolean>;
  close(): Promise<void>;
};

type Expected = {
  /** Entitlements of a paid order, or what else `given` counts. */
  gives: number;
  /** Its offers have no row before somebody accepts one. */
  isSealed?: true;
  /** A refund takes nothing back, and who was refunded pays for the same again. */
  isChargedAfterRefund?: true;
  /** Whether one payer may buy the same thing again while the first order stands. */
  repeats: boolean;
};

/**
 * What every product must do inside the money core's transactions. It is paid for by a method unlike EIP-3009. Call it
 * in the product's own test.
 */
export function testProduct(
  name: string,
  open: () => Promise<ProductWorld>,
  { gives, repeats, isSealed, isChargedAfterRefund }: Expected,
): void {
  describe(`${name} keeps the contract of products`, () => {
    let world: Awaited<ReturnType<typeof openLedgerWorld>>;
    let product: Product;
    let shop: Shop;
    let newOffer: ProductWorld["newOffer"];
    let given: NonNullable<ProductWorld["given"]>;
    let opens: NonNullable<ProductWorld["opens"]>;
    let sellers: ContractPayer;

    beforeAll(async () => {
      world = await openLedgerWorld(async () => {
        const opened = await open();
        ({ product, newOffer, given = countEntitlements, opens = isTakenSecret } = opened);
        return opened;
      });
      sellers = await world.newPayer(10n ** 18n);
      shop = { methods: [world.method], method: () => world.method, product: () => product, referrers: [] };
    });
    afterAll(() => world?.close());

    const newPayer = () => world.newPayer(10n ** 18n);
    let memo = 0;

    async function sign(payer: ContractPayer, payee: string, priceMicroUsd: bigint): Promise<Authorization> {
      memo += 1;
      return world.signFor(payer, { payee, priceMicroUsd, binding: `${memo}` });
    }

    async function reserveFor(payer: ContractPayer, offer: Offer, secret = newSecret()) {
      const authorization = await sign(payer, world.payee, offer.priceMicroUsd);
      return reserveSigned(world, shop, { offer, authorization, secret });
    }

    async function reserved(payer: ContractPayer, offer: Offer, secret?: string): Promise<PaymentRow> {
      const outcome = await reserveFor(payer, offer, secret);
      if (outcome.kind !== "reserved") throw new Error(`not reserved: ${outcome.kind}`);
      return outcome.payment;
    }

    const resource = { url: "http://localhost/x", mimeType: "application/json" };
    const settle = (row: PaymentRow) => settleReserved(shop, { row, resource, deadline: startDeadline() });
    const countEntitlements = (orderId: string) => db().entitlement.count({ where: { orderId, revokedAt: null } });
    const isTakenSecret = (secretHash: string) => product.isSecretTaken(db(), secretHash);
    const stateOf = async (id: string) => (await db().order.findUniqueOrThrow({ where: { id } })).state;
    const stillGives = async (id: string) =>
      product.stillGives((await db()) as never, await db().order.findUniqueOrThrow({ where: { id } }), world.now());

    async function bought(payer: ContractPayer, offer: Offer, secret?: string): Promise<PaymentRow> {
      const row = await reserved(payer, offer, secret);
      expect(await settle(row)).toMatchObject({ kind: "settled" });
      return row;
    }

    it(`gives ${gives} for what was paid, in the transaction that writes the payment`, async () => {
      const row = await bought(await newPayer(), await newOffer());
      expect([await given(row.id), await stateOf(row.id)]).toEqual([gives, "paid"]);
      expect(await stillGives(row.id)).toBe(gives > 0);
    });

    it("gives it once, although the settlement is written twice", async () => {
      const row = await bought(await newPayer(), await newOffer());
      const settled = await db().transfer.findUniqueOrThrow({ where: { id: row.id } });
      const truth = await world.method.readTruth(settled);
      if (truth.kind !== "settled") throw new Error(truth.kind);
      const again = { opensBySecret: true, now: world.now() };
      await Promise.all([1, 2, 3].map(() => commitSettlement(shop, settled, truth.proof, again)));
      expect(await given(row.id)).toBe(gives);
    });

    it("leaves nothing of a settlement behind if it fails in the middle: the next run writes all of it", async () => {
      const row = await reserved(await newPayer(), await newOffer());
      const onSettled = vi.spyOn(product, "onSettled").mockImplementationOnce(async (tx, order, options) => {
        onSettled.mockRestore();
        await product.onSettled(tx, order, options);
        throw new Error("the process dies here");
      });
      expect((await settle(row)).kind).toBe("unknown");
      expect([await given(row.id), await stateOf(row.id)]).toEqual([0, "open"]);
      await reconcile(shop, world.now());
      expect([await given(row.id), await stateOf(row.id)]).toEqual([gives, "paid"]);
    });

    it(repeats ? "may be bought again at any time" : "is not charged again while the first order stands", async () => {
      const [payer, offer] = [await newPayer(), await newOffer()];
      await bought(payer, offer);
      const again = await reserveFor(payer, offer);
      expect(again.kind).toBe(repeats ? "reserved" : "already-paid");
      expect((await reserveFor(await newPayer(), offer)).kind).toBe("reserved");
      expect((await reserveFor(payer, await newOffer())).kind).toBe("reserved");
    });

    it(
      repeats ? "may be bought several times at once" : "is charged once, although many requests come at once",
      async () => {
        const [payer, offer] = [await newPayer(), await newOffer()];
        const kinds = await Promise.all(Array.from({ length: 6 }, async () => (await reserveFor(payer, offer)).kind));
        expect(kinds.filter((kind) => kind === "reserved")).toHaveLength(repeats ? 6 : 1);
      },
    );

    it("is told of each order that is made and of each that fails, in their transactions", async () => {
      const [onReserved, onReleased] = [vi.spyOn(product, "onReserved"), vi.spyOn(product, "onReleased")];
      const row = await reserved(await newPayer(), await newOffer());
      expect(await releaseTransfer(shop, row, "test", world.now())).toBe(true);
      expect(onReserved.mock.calls.map(([, { id }, { mayRefuse }]) => [id, mayRefuse])).toEqual([[row.id, true]]);
      expect(onReleased.mock.calls.map(([, { id, state }]) => [id, state])).toEqual([[row.id, "failed"]]);
      onReserved.mockRejectedValueOnce(new Error("none is left"));
      const [payer, offer] = [await newPayer(), await newOffer()];
      await expect(reserveFor(payer, offer)).rejects.toThrow("none is left");
      expect(await db().order.count({ where: { productId: offer.productId } })).toBe(0);
      for (const spy of [onReserved, onReleased]) spy.mockRestore();
      expect((await reserveFor(payer, offer)).kind).toBe("reserved");
    });

    it("finds its offers, open or closed, and says whether they can be handed over, and what a receipt says", async () => {
      const offer = await newOffer();
      const { offerId, priceMicroUsd } = offer;
      const isFound = async () => {
        const found = { offerId, priceMicroUsd, productKind: product.kind };
        expect(await product.findOffer(offerId)).toMatchObject(found);
        expect(await product.isDeliverable(offerId)).toBe(true);
      };
      if (!isSealed) await isFound();
      const { id } = await bought(await newPayer(), offer);
      await isFound();
      const lines = await product.receiptLines(await db().order.findUniqueOrThrow({ where: { id } }));
      expect(Object.values(lines)).toContain(offer.productId);
    });

    it("knows the secrets that open it, and no others", async () => {
      const secret = newSecret();
      await bought(await newPayer(), await newOffer(), secret);
      const isTaken = (text: string) => product.isSecretTaken(db(), hashSecret(text));
      expect([await isTaken(secret), await isTaken(newSecret())]).toEqual([gives > 0, false]);
      // Nobody may choose it for something else.
      await expect(reserveFor(await newPayer(), await newOffer(), secret)).rejects.toMatchObject({
        code: "malformed_request",
      });
    });

    it("opens by no secret if somebody else's transaction moved the money (rule 3d)", async () => {
      const secret = newSecret();
      const row = await reserved(await newPayer(), await newOffer(), secret);
      await world.useByStranger({ ...row, amount: BigInt(row.amount) });
      await db().transfer.update({ where: { id: row.id }, data: { state: "unknown" } });
      await reconcile(shop, world.now());
      expect([await stateOf(row.id), await given(row.id)]).toEqual(["paid", gives]);
      expect(await opens(hashSecret(secret))).toBe(false);
    });

    it.each([true, false])(
      "is told of a refund (ends what was given: %s), and may be bought anew after it",
      async (endsEntitlement) => {
        const [payer, offer] = [await newPayer(), await newOffer()];
        const row = await bought(payer, offer);
        const authorization = await sign(sellers, payer.account, offer.priceMicroUsd);
        const { row: refund } = await reserveRefund({
          orderId: row.id,
          authorization,
          facilitator: world.method.ownFacilitator,
          anchor: String(world.ledger.height),
          endsEntitlement,
          now: world.now(),
        });
        const settling = { row: refund, resource, deadline: startDeadline() };
        expect(await settleReserved(shop, settling)).toMatchObject({ kind: "settled" });
        const isEnded = endsEntitlement && !isChargedAfterRefund;
        expect([await stateOf(row.id), await given(row.id)]).toEqual(["refunded", isEnded ? 0 : gives]);
        const stands = !endsEntitlement && gives > 0 && !isChargedAfterRefund;
        expect(await stillGives(row.id)).toBe(stands);
        expect((await reserveFor(payer, offer)).kind).toBe(stands && !repeats ? "already-paid" : "reserved");
      },
    );

    it("is told of a reorganisation, and keeps what was given", async () => {
      const onReorganised = vi.spyOn(product, "onReorganised");
      const offer = await newOffer();
      const payer = await newPayer();
      const row = await reserved(payer, offer);
      const takeBack = await world.remember();
      await settle(row);
      await takeBack();
      await recheckSettlements(shop, new Date(Date.now() + 60_000));
      expect([await stateOf(row.id), await given(row.id)]).toEqual(["reverted", gives]);
      expect(onReorganised.mock.calls.map(([, order, by]) => [order.id, by])).toEqual([[row.id, -1]]);
      onReorganised.mockRestore();
      // The chain may include it again: who has something of it is not charged for it twice (rule 4b).
      if (!repeats) expect((await reserveFor(payer, offer)).kind).toBe("already-paid");
    });
  });
}
