import { afterEach, describe, expect, it, vi } from "vitest";
import { requestFor } from "./goods";
import { createStorageApi } from "./storage-api";

/** What was sent, and answers in turn: the only thing replaced is the wire. */
function answering(...answers: Response[]) {
  const sent: Request[] = [];
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    sent.push(new Request(new URL(path, "http://shop"), init));
    return answers.shift() ?? Response.error();
  });
  return sent;
}
const api = createStorageApi(requestFor({ kind: "upload", uploadId: "u1", token: "tok", days: 60 }, "key"));
const problem = (status: number, code: string, more = {}) => Response.json({ code, title: code, ...more }, { status });

afterEach(() => vi.unstubAllGlobals());

describe("paying for storage", () => {
  it("sends the same request with the payment, and no claim token", async () => {
    const kept = { paymentId: "p1", keptUntil: "2027-01-29T10:00:00.000Z" };
    const sent = answering(Response.json(kept));
    const answer = await api.purchase({ header: "signed", claimToken: "secret" });
    expect(answer).toEqual({ kind: "granted", result: { paymentId: "p1", kept } });
    const [request] = sent;
    expect(request?.headers.get("PAYMENT-SIGNATURE")).toBe("signed");
    expect(request?.headers.get("Idempotency-Key")).toBe("key");
    expect(request?.headers.get("Upload-Token")).toBe("tok");
    expect(request?.headers.get("Claim-Token")).toBeNull();
    expect(await request?.json()).toEqual({ days: 60 });
  });

  it("follows a payment whose outcome is unknown, or that was presented before", async () => {
    answering(
      problem(503, "settlement_unknown", { paymentId: "p1" }),
      problem(409, "payment_known", { paymentId: "p1" }),
      problem(409, "payment_known"),
    );
    expect(await api.purchase({ header: "h" })).toEqual({ kind: "unknown", paymentId: "p1" });
    expect(await api.purchase({ header: "h" })).toEqual({ kind: "known", paymentId: "p1" });
    expect(await api.purchase({ header: "h" })).toEqual({ kind: "lost", problem: null });
    expect(await api.collect("p1", null)).toEqual({ kind: "granted", result: { paymentId: "p1", kept: null } });
  });

  it("knows that the operator owes back what arrived too late", async () => {
    answering(problem(403, "storage_refund_due", { paymentId: "p1" }));
    expect((await api.purchase({ header: "h" })).kind).toBe("owed");
  });

  it("knows which refusals have charged nothing", async () => {
    for (const code of ["storage_full", "storage_too_long", "extending_forbidden", "payer_is_operator"]) {
      answering(problem(403, code));
      expect((await api.purchase({ header: "h" })).kind, code).toBe("refused");
    }
    answering(problem(500, "internal"));
    expect((await api.purchase({ header: "h" })).kind).toBe("lost");
  });
});
