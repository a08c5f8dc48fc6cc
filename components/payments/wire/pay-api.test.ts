import { encodePaymentRequiredHeader } from "@x402/core/http";
import { describe, expect, it } from "vitest";
import { type ErrorCode, errorTable } from "@/lib/errors";
import { readAnswer } from "./pay-api";

const problem = (status: number, body: object, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify({ title: "t", ...body }), { status, headers });
const ofCode = (code: ErrorCode, members = {}) => problem(errorTable[code].status, { code, ...members });

describe("what an answer says about money", () => {
  it("gives access", async () => {
    const result = { access: "paid", fileId: "f", ticketUrl: "/t", downloadUntil: null, receipt: null };
    expect(await readAnswer(Response.json(result))).toEqual({ kind: "granted", result });
  });

  it("reads the challenge and the server's clock from a 402", async () => {
    const challenge = { x402Version: 2 as const, resource: { url: "http://x/f/1" }, accepts: [] };
    const headers = {
      "PAYMENT-REQUIRED": encodePaymentRequiredHeader(challenge as never),
      Date: "Sat, 21 Nov 2026 10:00:00 GMT",
    };
    expect(await readAnswer(problem(402, { code: "payment_required" }, headers))).toMatchObject({
      kind: "challenge",
      challenge,
      serverTime: Date.parse("2026-11-21T10:00:00Z"),
    });
  });

  it("knows a payment that may still move money by its id", async () => {
    expect(await readAnswer(ofCode("settlement_unknown", { paymentId: "p" }))).toEqual({
      kind: "unknown",
      paymentId: "p",
    });
    expect(await readAnswer(ofCode("payment_known", { paymentId: "p" }))).toEqual({ kind: "known", paymentId: "p" });
    expect(await readAnswer(ofCode("payment_known"))).toEqual({ kind: "known", paymentId: null });
  });

  it("says when it was settled for a file whose sale the operator has stopped", async () => {
    for (const response of [ofCode("refund_due"), ofCode("file_withheld", { paymentId: "p" })]) {
      expect((await readAnswer(response)).kind).toBe("owed");
    }
    expect((await readAnswer(ofCode("file_withheld"))).kind).toBe("refused");
  });

  it.each([
    "wallet_blocked",
    "facilitator_unavailable",
    "chain_unavailable",
    "file_unavailable",
    "file_paused",
    "sale_ended",
  ] as const)("takes %s for a judgement: nothing was charged", async (code) => {
    expect(await readAnswer(ofCode(code))).toMatchObject({ kind: "refused", problem: { code } });
  });

  it.each([
    ["our own fault", ofCode("internal")],
    ["a server that is not ready", ofCode("not_ready")],
    ["too many requests", ofCode("too_many_requests")],
    ["an unknown outcome without an id", ofCode("settlement_unknown")],
    ["a proxy's page", new Response("<h1>Bad gateway</h1>", { status: 502 })],
    ["an empty answer", new Response(null, { status: 504 })],
  ])("never takes %s for a failure", async (_, response) => {
    expect((await readAnswer(response)).kind).toBe("lost");
  });

  it("does not take half an answer for a whole one", async () => {
    await expect(readAnswer(new Response('{"access":"pa', { status: 200 }))).rejects.toThrow();
  });
});
