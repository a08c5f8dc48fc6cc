import { describe, expect, it } from "vitest";
import type { Offer } from "@/lib/offers/schema";
import { type PayEvent, type PayState, payReducer } from "./pay-machine";
import type { PayTrouble } from "./trouble-words";

const trouble: PayTrouble = { code: "busy", message: "busy", next: "retry", otherWallet: true };
const offer = { network: "eip155:31337", amount: "1" } as Offer;
const result = {
  access: "paid",
  fileId: "f",
  version: 1,
  versions: [] as [],
  ticketUrl: "/t",
  downloadUntil: null,
  receipt: null,
} as const;

const states: PayState[] = [
  { step: "idle" },
  { step: "loading" },
  { step: "choosing", trouble: null },
  { step: "connecting", wallet: "w" },
  { step: "checking" },
  { step: "offline" },
  { step: "switching", network: "Base" },
  { step: "price-changed", before: offer, offer },
  { step: "no-funds", payer: "0x", missing: "1", signedUntil: null },
  { step: "signing" },
  { step: "confirming", lost: false },
  { step: "pending", paymentId: "p", recoveryUrl: null },
  { step: "prove" },
  { step: "paid", result, recoveryUrl: null },
  { step: "failed", trouble },
];

const events: PayEvent[] = [
  { type: "started" },
  { type: "choose" },
  { type: "connecting", wallet: "w" },
  { type: "checking" },
  { type: "offline" },
  { type: "switching", network: "Base" },
  { type: "price-changed", before: offer, offer },
  { type: "no-funds", payer: "0x", missing: "1", signedUntil: 1 },
  { type: "signing" },
  { type: "sent" },
  { type: "lost" },
  { type: "pending", paymentId: "p", recoveryUrl: null },
  { type: "prove" },
  { type: "paid", result, recoveryUrl: null },
  { type: "failed", trouble },
  { type: "cancelled" },
];

/** The steps that each event can lead to from a step, without the step itself. */
function reach(step: PayState["step"]): Set<string> {
  const state = states.find((one) => one.step === step) as PayState;
  return new Set(events.map((event) => payReducer(state, event).step).filter((next) => next !== step));
}

const run = (...taken: PayEvent[]) => taken.reduce(payReducer, { step: "idle" } as PayState);

describe("paying", () => {
  it("goes from Pay to paid", () => {
    const end = run(
      { type: "started" },
      { type: "choose" },
      { type: "connecting", wallet: "w" },
      { type: "checking" },
      { type: "switching", network: "Base" },
      { type: "signing" },
      { type: "sent" },
      { type: "paid", result, recoveryUrl: "/r#t" },
    );
    expect(end).toEqual({ step: "paid", result, recoveryUrl: "/r#t" });
  });

  it("never asks for a second signature, a wallet or a new start while money may be moving", () => {
    expect(reach("confirming")).toEqual(new Set(["no-funds", "pending", "prove", "paid", "failed"]));
    expect(reach("pending")).toEqual(new Set(["prove", "paid", "failed"]));
  });

  it("does not allow cancelling a sent payment", () => {
    for (const step of ["confirming", "pending"] as const) {
      const state = states.find((one) => one.step === step) as PayState;
      expect(payReducer(state, { type: "cancelled" })).toBe(state);
    }
  });

  it("stays paid whatever comes late", () => {
    expect(reach("paid")).toEqual(new Set());
  });

  it("takes a late answer for nothing once the person turned round", () => {
    const idle: PayState = { step: "idle" };
    for (const event of events.filter(({ type }) => !["started", "choose", "pending", "failed"].includes(type))) {
      expect(payReducer(idle, event)).toEqual(idle);
    }
  });

  it("signs only after the challenge was checked", () => {
    const before = states
      .filter((state) => payReducer(state, { type: "signing" }).step === "signing")
      .map(({ step }) => step);
    expect(before.sort()).toEqual(["checking", "no-funds", "signing", "switching"]);
  });

  it("says that the answer got lost without leaving the step", () => {
    expect(payReducer({ step: "confirming", lost: false }, { type: "lost" })).toEqual({
      step: "confirming",
      lost: true,
    });
  });

  it("offers to try again only after a known failure", () => {
    const again = states
      .filter((state) => payReducer(state, { type: "started" }).step === "loading")
      .map(({ step }) => step);
    expect(again.sort()).toEqual(["failed", "idle", "loading", "no-funds", "price-changed", "prove"]);
  });
});
