import { describe, expect, it } from "vitest";
import type { PurchaseAnswer } from "@/components/payments/wire/pay-api";
import { paymentMemory, type SavedPayment } from "@/components/payments/wire/saved-payment";
import type { PaymentStatus, PurchaseResult } from "@/lib/shop/schema";
import { becameOfPayment } from "./became-of-payment";

const saved: SavedPayment = { header: "signed", claimToken: "key", payer: "0x1", validBefore: 1, judged: false };
const granted: PurchaseAnswer = { kind: "granted", result: { ticketUrl: "/t" } as PurchaseResult };
const challenge = (code: string): PurchaseAnswer => ({
  kind: "challenge",
  challenge: null,
  problem: { status: 402, code, title: code },
  serverTime: 0,
});
const status = (state: string, pending = false) => ({ state, pending }) as PaymentStatus;

/** Checks on a page with `kept` in memory, with these responses of the server in turn. */
async function ask(kept: SavedPayment | null, answers: PurchaseAnswer[], known?: PaymentStatus) {
  const items = new Map<string, string>();
  const store = {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
  const memory = paymentMemory(store, "f1");
  if (kept) memory.save(kept);
  const shown: unknown[] = [];
  const [claimed, bought]: [string[], string[]] = [[], []];
  const became = await becameOfPayment({
    api: {
      async purchase(payment) {
        shown.push(payment);
        return answers.shift() as PurchaseAnswer;
      },
      claim: async (token) => void claimed.push(token),
    },
    memory,
    readStatus: async () => {
      if (!known) throw new Error("no answer");
      return known;
    },
    onBought: (token) => void bought.push(token),
  });
  return { kind: became.kind, shown, claimed, bought, left: memory.load() };
}

describe("a page that broke off", () => {
  it("presents the signed payment unchanged, and gets its purchase", async () => {
    const { kind, shown, claimed, bought, left } = await ask(saved, [granted]);
    expect({ kind, shown, claimed, bought, left }).toEqual({
      kind: "paid",
      shown: [saved],
      claimed: ["key"],
      bought: ["key"],
      left: null,
    });
  });

  it("shows this browser's keys where nothing signed is open", async () => {
    expect(await ask(null, [granted])).toMatchObject({ kind: "paid", shown: [undefined], claimed: [] });
  });

  it("charges nobody by asking: a payment that the server refused before is not presented", async () => {
    const { kind, shown } = await ask({ ...saved, judged: true }, [challenge("payment_required")]);
    expect({ kind, shown }).toEqual({ kind: "nothing", shown: [{ claimToken: "key" }] });
  });

  it("says that nothing was charged only when the server does", async () => {
    expect((await ask(saved, [{ kind: "lost", problem: null }])).kind).toBe("unknown");
    expect((await ask(saved, [{ kind: "unknown", paymentId: "p" }])).kind).toBe("unknown");
    expect((await ask(saved, [{ kind: "known", paymentId: null }])).kind).toBe("taken");
    expect((await ask(saved, [challenge("invalid_signature")])).kind).toBe("nothing");
  });

  it("keeps what may still count, and deletes what has ended", async () => {
    expect((await ask(saved, [{ kind: "lost", problem: null }])).left).toEqual(saved);
    expect((await ask(saved, [challenge("insufficient_funds")])).left).toEqual({ ...saved, judged: true });
    expect((await ask(saved, [challenge("invalid_signature")])).left).toBeNull();
  });

  it.each([
    ["waits while money may move", status("unknown", true), [], "pending"],
    ["opens what was settled meanwhile", status("settled"), [granted], "paid"],
    ["leads to the file where its keys do not open it", status("settled"), [challenge("payment_required")], "taken"],
    ["is not sure where the next answer gets lost", status("settled"), [{ kind: "lost", problem: null }], "unknown"],
    ["says that a payment failed", status("failed"), [], "nothing"],
    ["says no word of nothing for one that was given back", status("refunded"), [], "taken"],
  ] as [string, PaymentStatus, PurchaseAnswer[], string][])("%s", async (_, known, next, kind) => {
    const { shown, ...rest } = await ask(saved, [{ kind: "known", paymentId: "p" }, ...next], known);
    expect(rest.kind).toBe(kind);
    expect(shown.slice(1)).toEqual(next.map(() => ({ claimToken: "key" })));
  });
});
