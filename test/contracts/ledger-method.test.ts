import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inOtherCase, openLedgerWorld } from "./ledger-world";
import { testPaymentMethod } from "./payment-method.contract";

testPaymentMethod("a method on a ledger unlike an EVM chain", openLedgerWorld);

describe("what the ledger's method has that EIP-3009 has not", () => {
  let world: Awaited<ReturnType<typeof openLedgerWorld>>;
  beforeAll(async () => {
    world = await openLedgerWorld();
  });
  afterAll(() => world?.close());

  it("are ids in which capitals count: another case is another account", async () => {
    const { method, payee, network } = world;
    expect(method.canonical(inOtherCase(payee))).not.toBe(payee);
    const payer = await world.newPayer(1_000_000_000n);
    const [terms] = method.terms({ payee, priceMicroUsd: 250_000n, payeeNetworks: null }, null, world.now());
    if (!terms) throw new Error("it asks for nothing");
    const payload = (await payer.sign({ ...terms, payee: inOtherCase(payee) })) as object;
    const decoded = method.decode("x402", payload, network);
    expect(decoded).toMatchObject({ kind: "authorization", authorization: { payee: inOtherCase(payee) } });
  });

  it("are challenges that cannot be kept, because they name a recent block", () => {
    const [terms] = world.method.terms(
      { payee: world.payee, priceMicroUsd: 1n, payeeNetworks: null },
      null,
      world.now(),
    );
    expect(terms?.slots).toMatchObject({ recent: expect.any(String) });
    expect(terms?.freshFor).toBe(45);
  });
});
