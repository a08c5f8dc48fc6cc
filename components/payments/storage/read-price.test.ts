import { describe, expect, it } from "vitest";
import type { Challenge, Requirement } from "@/components/payments/wire/x402";
import { networkByChainId } from "@/lib/payment-methods/evm/chain/networks";
import { agreeOnPrice, offersIn } from "./read-price";

const base = networkByChainId(8453);
if (!base) throw new Error("no Base");
const payTo = "0x71C7656EC7ab88b098defB751B7401B5f6d8976F";
const requirement: Requirement = {
  scheme: "exact",
  network: base.caip2,
  amount: "140000",
  asset: base.token.address,
  payTo,
  maxTimeoutSeconds: 300,
  extra: { name: "USD Coin", version: "2", offer: "sealed", offerId: "6LfQ0PqbzAYmXmDDR1mEqz" },
};
const challenge = (...accepts: Partial<Requirement>[]): Challenge => ({
  x402Version: 2,
  resource: { url: "https://shop.example/api/files/f1/storage" },
  accepts: accepts.map((one) => ({ ...requirement, ...one })),
});

describe("the price of storage", () => {
  it("is what the challenge asks, in tokens that the page knows", () => {
    const other = { network: "eip155:1" };
    const wrongToken = { asset: payTo };
    const offers = offersIn(challenge({}, other, wrongToken, { scheme: "upto" }), [base]);
    expect(offers).toEqual([
      expect.objectContaining({ network: base.caip2, networkName: "Base", amount: "140000", payTo }),
    ]);
  });

  it("is agreed on by network, token, payee and amount, whichever offer the newest challenge has", async () => {
    const [shown] = offersIn(challenge({}), [base]);
    if (!shown) throw new Error("no offer");
    const extra = { ...requirement.extra, offerId: "another" };
    expect(await agreeOnPrice(challenge({ extra }), shown)).toEqual({
      kind: "agreed",
      requirement: { ...requirement, extra },
    });
    expect(await agreeOnPrice(challenge({ amount: "150000" }), shown)).toEqual({
      kind: "price-changed",
      offer: { ...shown, amount: "150000" },
    });
    const payee = "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65";
    expect((await agreeOnPrice(challenge({ payTo: payee }), shown)).kind).toBe("price-changed");
    expect((await agreeOnPrice(challenge({ network: "eip155:1" }), shown)).kind).toBe("not-offered");
    expect((await agreeOnPrice(challenge({ asset: payTo }), shown)).kind).toBe("not-offered");
  });
});
