import { beforeEach, describe, expect, it } from "vitest";
import { hasSavedPayment, keepRecoveryUrl, keptRecoveryUrl, paymentMemory } from "./saved-payment";

const values = new Map<string, string>();
const store = {
  getItem: (key: string) => values.get(key) ?? null,
  setItem: (key: string, value: string) => void values.set(key, value),
  removeItem: (key: string) => void values.delete(key),
};
const payment = { header: "h", claimToken: "c", payer: "0x1", validBefore: 5, judged: false };
beforeEach(() => values.clear());

describe("what a tab remembers", () => {
  it("keeps a payment for its own file only, until it is cleared", () => {
    const memory = paymentMemory(store, "a");
    memory.save(payment);
    expect(memory.load()).toEqual(payment);
    expect(hasSavedPayment(store, "a")).toBe(true);
    expect(paymentMemory(store, "b").load()).toBeNull();
    memory.clear();
    expect(memory.load()).toBeNull();
    expect(hasSavedPayment(store, "a")).toBe(false);
  });

  it.each(["", "null", "{", "[]", '{"header":"h"}', JSON.stringify({ ...payment, validBefore: "5" })])(
    "takes %j for nothing",
    (text) => {
      values.set("filekiosk.payment.a", text);
      expect(paymentMemory(store, "a").load()).toBeNull();
    },
  );

  it("continues where storage is full", () => {
    const full = {
      ...store,
      setItem() {
        throw new DOMException("full", "QuotaExceededError");
      },
    };
    paymentMemory(full, "a").save(payment);
    keepRecoveryUrl(full, "a", "u");
    expect(keptRecoveryUrl(full, "a")).toBeNull();
  });
});
