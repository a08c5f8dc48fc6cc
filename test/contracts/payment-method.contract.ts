import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { startDeadline } from "@/lib/deadline";
import { newId } from "@/lib/ids";
import { commitSettlement, proofKey } from "@/lib/payments/commit";
import { releaseTransfer } from "@/lib/payments/ledger";
import type { Authorization, PaymentMethod, PaymentTerms, Shop } from "@/lib/payments/ports";
import { pruneFailed } from "@/lib/payments/prune-failed";
import { recheckSettlements } from "@/lib/payments/recheck";
import { reconcile } from "@/lib/payments/reconcile";
import type { PaymentRow } from "@/lib/payments/rows";
import { type SettledOutcome, settleReserved } from "@/lib/payments/settle";
import { ticketProduct } from "./products";
import { reserveSigned } from "./reserve-signed";

/** Somebody with money on the method's network. */
export type ContractPayer = {
  /** As rows write it. */
  account: string;
  /** Fills in and signs the terms, as the payload of a dialect. */
  sign(terms: PaymentTerms, options?: { binding?: string }): Promise<unknown>;
};

/** A method with a network of its own, where the test decides what happens. */
export type MethodWorld = {
  method: PaymentMethod;
  /** CAIP-2. */
  network: string;
  sellerId: string;
  /** The seller's account, as rows write it. */
  payee: string;
  /** @param amount atomic units */
  newPayer(amount: bigint): Promise<ContractPayer>;
  balanceOf(account: string): Promise<bigint>;
  /** The same payload in other spellings. */
  respell(payload: unknown): unknown[];
  /** Moves the money of an authorization, as anybody who has it can. */
  useByStranger(authorization: Authorization): Promise<void>;
  /** The next settlements get to the chain, but the answer is lost. */
  loseAnswers(): Promise<void>;
  /** The next settlements never get to the chain, and nothing is answered. */
  swallow(): Promise<void>;
  /** Ends `loseAnswers` and `swallow`. */
  heal(): Promise<void>;
  /** Makes everything signed so far expire, so that it can never move money. @returns the time then */
  letExpire(): Promise<Date>;
  /** @returns a function that removes from the chain everything that came after this call */
  remember(): Promise<() => Promise<void>>;
  /** The chain's time. */
  now(): Date;
  close(): Promise<void>;
};

const PRICE = 250_000n;

/**
 * What every payment method must do, so that the money core can rely on it. Each test has a world and a database of its
 * own. Call it in the method's own test.
 */
export function testPaymentMethod(name: string, open: () => Promise<MethodWorld>): void {
  describe(`${name} keeps the contract of payment methods`, () => {
    let world: MethodWorld;
    let method: PaymentMethod;
    let shop: Shop;

    /** Each group of tests has its own world: time that passes in one does not pass in the next. */
    function inNewWorld() {
      beforeAll(async () => {
        world = await open();
        method = world.method;
        shop = { methods: [method], method: () => method, product: () => ticketProduct, referrers: [] };
      });
      afterAll(() => world.close());
    }

    function ask(binding: string | null = null): PaymentTerms {
      const due = { payee: world.payee, priceMicroUsd: PRICE, payeeNetworks: null };
      const [terms] = method.terms(due, binding, world.now());
      if (!terms) throw new Error("it asks for nothing");
      return terms;
    }

    function decode(payload: unknown): Authorization {
      const decoded = method.decode("x402", payload, world.network);
      if (decoded.kind !== "authorization") throw new Error(`not decoded: ${JSON.stringify(decoded)}`);
      return decoded.authorization;
    }

    const newPayer = () => world.newPayer(10n * ask().amount);
    const signedBy = async (payer: ContractPayer) => decode(await payer.sign(ask()));

    async function reserveIt(authorization: Authorization, productId = newId()) {
      const { kind: productKind } = ticketProduct;
      const { sellerId } = world;
      const offer = { productKind, productId, offerId: newId(), sellerId, priceMicroUsd: PRICE };
      return reserveSigned(world, shop, { offer, authorization });
    }

    async function reserved(authorization: Authorization, productId?: string): Promise<PaymentRow> {
      const outcome = await reserveIt(authorization, productId);
      if (outcome.kind !== "reserved") throw new Error(`not reserved: ${outcome.kind}`);
      return outcome.payment;
    }

    const resource = { url: "http://localhost/f/x", mimeType: "application/pdf", version: 1 };
    const settle = (row: PaymentRow): Promise<SettledOutcome> =>
      settleReserved(shop, { row, resource, deadline: startDeadline(4_000) });
    const read = (id: string) => db().transfer.findUniqueOrThrow({ where: { id }, include: { order: true } });

    describe("what it asks for", () => {
      inNewWorld();

      it("is the price, for this payee, on its network, for a limited time", () => {
        const terms = ask();
        expect(terms).toMatchObject({ method: method.name, network: world.network, trouble: null });
        expect(method.handles(terms.network)).toBe(true);
        expect(method.canonical(terms.payee)).toBe(world.payee);
        expect(method.toMicroUsd({ ...terms, asset: method.canonical(terms.asset), amount: `${terms.amount}` })).toBe(
          PRICE,
        );
        expect(terms.freshFor).toBeGreaterThan(0);
        expect(terms.freshFor).toBeLessThanOrEqual(600);
      });

      it("is nothing where the payee cannot receive", () => {
        const due = { payee: world.payee, priceMicroUsd: PRICE, payeeNetworks: ["elsewhere:1"] };
        expect(method.terms(due, null, world.now())).toEqual([]);
      });

      it("is written in one spelling", () => {
        for (const id of [ask().asset, ask().payee])
          expect(method.canonical(method.canonical(id))).toBe(method.canonical(id));
      });
    });

    describe("what was signed", () => {
      inNewWorld();

      it("is the same in every spelling, and another one for every other signature", async () => {
        const payer = await newPayer();
        const payload = await payer.sign(ask("first"), { binding: "first" });
        const authorization = decode(payload);
        expect(authorization).toMatchObject({ method: method.name, network: world.network, payer: payer.account });
        expect(authorization).toMatchObject({ payee: world.payee, amount: ask().amount });
        const spellings = world.respell(payload);
        expect(spellings.length).toBeGreaterThan(0);
        const { signature, ...signed } = authorization;
        const judged = await method.judge(authorization, world.now());
        for (const spelling of spellings) {
          const { signature: other, ...same } = decode(spelling);
          expect(same).toEqual(signed);
          expect(method.isSameSignature(other, signature)).toBe(true);
          // What is stored and sent is one spelling.
          const { signature: stored } = judged as Extract<typeof judged, { kind: "good" }>;
          expect(await method.judge(decode(spelling), world.now())).toMatchObject({ kind: "good", signature: stored });
        }
        const other = decode(await payer.sign(ask("second"), { binding: "second" }));
        expect(other.replayKey).not.toBe(authorization.replayKey);
        expect(method.isSameSignature(other.signature, signature)).toBe(false);
      });

      it.each([null, 7, "text", [[]], {}, { signature: "x" }, { authorization: {}, message: {} }])(
        "is told apart from %j, in words that name the part",
        (payload) => {
          expect(method.decode("x402", payload, world.network)).toMatchObject({
            kind: "malformed",
            issue: expect.any(String),
          });
        },
      );

      it("is nothing of its own on a network that it does not know", async () => {
        const payload = await (await newPayer()).sign(ask());
        expect(method.decode("x402", payload, `${world.network}9`)).toEqual({ kind: "elsewhere" });
      });

      it("names what it was bound to, and nothing else", async () => {
        const payer = await newPayer();
        const bound = decode(await payer.sign(ask("challenge 1"), { binding: "challenge 1" }));
        expect(method.isBound(bound, "challenge 1")).toBe(true);
        expect(method.isBound(bound, "challenge 2")).toBe(false);
        expect(method.isBound(await signedBy(payer), "challenge 1")).toBe(false);
      });

      it("counts only by the payer's own signature, with money behind it, and unused", async () => {
        const [payer, other] = [await newPayer(), await newPayer()];
        const authorization = await signedBy(payer);
        expect(await method.judge(authorization, world.now())).toMatchObject({
          kind: "good",
          isUsed: false,
          short: null,
        });
        const forged = { ...authorization, payer: other.account };
        expect(await method.judge(forged, world.now())).toMatchObject({ kind: "refused", code: "invalid_signature" });
        const poor = await world.newPayer(1n);
        const judged = await method.judge(await signedBy(poor), world.now());
        expect(judged).toMatchObject({ kind: "good", short: { code: "insufficient_funds" } });
        await world.useByStranger(authorization);
        expect(await method.judge(authorization, world.now())).toMatchObject({ kind: "good", isUsed: true });
        expect(await method.isSignedAndUsed(authorization)).toBe(true);
        expect(await method.isSignedAndUsed(await signedBy(payer))).toBe(false);
      });

      it("is of the person that its payer is", async () => {
        const [payer, other] = [await newPayer(), await newPayer()];
        const who = async (by: ContractPayer) => {
          const judged = await method.judge(await signedBy(by), world.now());
          return judged.kind === "good" ? judged.payer : null;
        };
        expect(await who(payer)).toMatchObject({ account: `${world.network}:${payer.account}`, isOneEverywhere: true });
        expect(await who(payer)).toEqual(await who(payer));
        expect((await who(other))?.person).not.toBe((await who(payer))?.person);
      });
    });

    describe("a sale", () => {
      inNewWorld();

      it("moves exactly what was signed, once, and is proven by its place in the chain", async () => {
        const payer = await newPayer();
        const before = await world.balanceOf(world.payee);
        const authorization = await signedBy(payer);
        const row = await reserved(authorization);
        expect(await settle(row)).toMatchObject({ kind: "settled" });
        expect((await world.balanceOf(world.payee)) - before).toBe(authorization.amount);
        const settled = await read(row.id);
        expect(settled).toMatchObject({ state: "settled", order: { state: "paid" } });
        const { transaction, position, height } = settled;
        expect(BigInt(height ?? 0)).toBeGreaterThan(BigInt(settled.anchor));
        expect(settled.proofKey).toBe(
          proofKey(world.network, { transaction: `${transaction}`, position: `${position}` }),
        );
        const truth = await method.readTruth(settled);
        expect(truth).toMatchObject({ kind: "settled", proof: { transaction, position, height } });
        expect(await method.isUsed(settled)).toBe(true);
        expect(await method.isReverted(settled)).toBe(false);
        const use = await method.findUse(authorization, { fits: true, deadline: startDeadline(), now: world.now() });
        expect(use).toMatchObject({ kind: "transfer", isOurs: true, proof: { transaction } });
      });

      it("takes each authorization once, however many present it at once", async () => {
        const authorization = await signedBy(await newPayer());
        const kinds = await Promise.all(Array.from({ length: 8 }, async () => (await reserveIt(authorization)).kind));
        expect(kinds.toSorted()).toEqual([...Array(7).fill("known"), "reserved"].toSorted());
      });

      it("takes one payment of one payer for one thing, however many signatures come at once", async () => {
        const payer = await newPayer();
        const productId = newId();
        const signed = [];
        for (let at = 0; at < 8; at += 1) signed.push(decode(await payer.sign(ask(`${at}`), { binding: `${at}` })));
        const outcomes = await Promise.all(signed.map((one) => reserveIt(one, productId)));
        const kinds = outcomes.map(({ kind }) => kind).toSorted();
        expect(kinds).toEqual([...Array(7).fill("already-pending"), "reserved"].toSorted());
      });

      it("is found by the reconciler when the answer is lost", async () => {
        const payer = await newPayer();
        const row = await reserved(await signedBy(payer));
        await world.loseAnswers();
        await settle(row);
        await world.heal();
        await reconcile(shop, world.now());
        expect(await read(row.id)).toMatchObject({ state: "settled", order: { state: "paid" } });
      });

      it("is written once, whoever writes it again", async () => {
        const row = await reserved(await signedBy(await newPayer()));
        await settle(row);
        const settled = await read(row.id);
        const truth = await method.readTruth(settled);
        if (truth.kind !== "settled") throw new Error(truth.kind);
        await commitSettlement(shop, settled, truth.proof, { opensBySecret: true, now: world.now() });
        expect(await db().entitlement.count({ where: { orderId: row.id } })).toBe(1);
      });

      it("that was released can be reserved again, by the same signature", async () => {
        const authorization = await signedBy(await newPayer());
        const productId = newId();
        const row = await reserved(authorization, productId);
        expect(await releaseTransfer(shop, row, "test", world.now())).toBe(true);
        const again = await reserved(authorization, productId);
        expect(await settle(again)).toMatchObject({ kind: "settled" });
      });

      it("is known as used by another when a stranger moved the money after the reservation", async () => {
        const authorization = await signedBy(await newPayer());
        const row = await reserved(authorization);
        await world.useByStranger(authorization);
        const truth = await method.readTruth(row);
        expect(truth.kind).toBe("settled");
        if (truth.kind !== "settled") return;
        expect(row.signers.split(",")).not.toContain(truth.proof.sender);
        const use = await method.findUse(authorization, { fits: true, deadline: startDeadline(), now: world.now() });
        expect(use).toMatchObject({ kind: "transfer", isOurs: false });
      });

      it("counts no transfer from before the reservation", async () => {
        const authorization = await signedBy(await newPayer());
        await world.useByStranger(authorization);
        const judged = await method.judge(authorization, world.now());
        if (judged.kind === "refused") throw new Error(judged.code);
        // As if the request had looked before the node showed the stranger's transfer.
        const row = await reserved(authorization);
        expect(await method.readTruth({ ...row, anchor: judged.anchor })).toEqual({ kind: "used-otherwise" });
      });
    });

    describe("a sale whose transaction never gets to the chain", () => {
      inNewWorld();

      it("stays open until it certainly cannot move money any more, and then its buyer is free", async () => {
        const payer = await newPayer();
        const productId = newId();
        const authorization = await signedBy(payer);
        const row = await reserved(authorization, productId);
        await world.swallow();
        await settle(row);
        await world.heal();
        await reconcile(shop, world.now());
        expect((await read(row.id)).state).toBe("unknown");
        expect(await method.areOver([row])).toEqual([]);
        const again = decode(await payer.sign(ask("again"), { binding: "again" }));
        expect((await reserveIt(again, productId)).kind).toBe("already-pending");
        const later = await world.letExpire();
        await reconcile(shop, later);
        expect(await read(row.id)).toMatchObject({ state: "failed", order: { state: "failed", accountKey: null } });
        expect(await method.areOver([row])).toEqual([row.id]);
        expect(await method.judge(authorization, later)).toMatchObject({
          kind: "refused",
          code: "authorization_expired",
        });
      });
    });

    describe("a challenge that is too old", () => {
      inNewWorld();

      it("cannot be paid by what was signed for it", async () => {
        const authorization = await signedBy(await newPayer());
        const late = new Date(world.now().getTime() + (ask().freshFor + 1) * 1_000);
        expect(await method.judge(authorization, late)).toMatchObject({
          kind: "refused",
          code: "authorization_expired",
        });
      });
    });

    describe("a payment that failed long ago", () => {
      inNewWorld();

      it("is forgotten only once its authorization is over", async () => {
        const row = await reserved(await signedBy(await newPayer()));
        await releaseTransfer(shop, row, "test", world.now());
        const inAMonth = new Date(Date.now() + 40 * 86_400_000);
        await pruneFailed(shop, inAMonth);
        expect(await db().transfer.count({ where: { id: row.id } })).toBe(1);
        await world.letExpire();
        await pruneFailed(shop, inAMonth);
        expect(await db().transfer.count({ where: { id: row.id } })).toBe(0);
      });
    });

    describe("a settlement that a reorganisation takes back", () => {
      inNewWorld();

      it("is reversed, and its buyer keeps what was given", async () => {
        const signed = await signedBy(await newPayer());
        const takeBack = await world.remember();
        const row = await reserved(signed);
        await settle(row);
        await takeBack();
        await recheckSettlements(shop, new Date(Date.now() + 60_000));
        expect(await read(row.id)).toMatchObject({ state: "reverted", order: { state: "reverted" } });
        expect(await db().entitlement.count({ where: { orderId: row.id } })).toBe(1);
      });
    });
  });
}
