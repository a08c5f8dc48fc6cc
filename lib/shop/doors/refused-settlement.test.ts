import { decodePaymentResponseHeader } from "@x402/core/http";
import { afterAll, beforeAll, expect, it } from "vitest";
import { AppError } from "@/lib/errors";
import { openShop, type Shop } from "@/test/shop";
import { withRefusal } from "./refused-settlement";

let shop: Shop;
let header: string;
beforeAll(async () => {
  shop = await openShop();
  ({ header } = await shop.sign((await shop.sell()).id));
});
afterAll(() => shop.close());

const responseOf = (error: AppError) => error.headers["PAYMENT-RESPONSE"];

it("says with a refused payment that it failed, why, and whose it was", () => {
  const told = responseOf(withRefusal(new AppError("insufficient_funds"), header));
  expect(decodePaymentResponseHeader(told ?? "")).toEqual({
    success: false,
    errorReason: "insufficient_funds",
    transaction: "",
    network: "eip155:31337",
    payer: shop.chain.accounts.buyer.address.toLowerCase(),
  });
});

it.each([
  ["wrong_network", "invalid_network"],
  ["authorization_expired", "invalid_exact_evm_payload_authorization_valid_before"],
  ["invalid_signature", "invalid_exact_evm_payload_signature"],
  ["file_replaced", "file_replaced"],
] as const)("calls %s what x402 calls it: %s", (code, reason) => {
  const told = responseOf(withRefusal(new AppError(code), header));
  expect(decodePaymentResponseHeader(told ?? "")).toMatchObject({ success: false, errorReason: reason });
});

it("says nothing where no payment was shown, nor where money may be moving or has moved", () => {
  expect(responseOf(withRefusal(new AppError("payment_required"), null))).toBeUndefined();
  for (const code of [
    "settlement_unknown",
    "payment_known",
    "refund_due",
    "file_paused",
    "chain_unavailable",
  ] as const) {
    expect(responseOf(withRefusal(new AppError(code), header))).toBeUndefined();
  }
  const settled = new AppError("insufficient_funds", { headers: { "PAYMENT-RESPONSE": "a settlement" } });
  expect(responseOf(withRefusal(settled, header))).toBe("a settlement");
});
