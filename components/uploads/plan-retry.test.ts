import { describe, expect, it } from "vitest";
import type { RequestProblem } from "@/components/http/request";
import { LocalTrouble } from "./local-file";
import { requireOwnAnswer } from "./own-answer";
import { planRetry, Stalled } from "./plan-retry";

const PART = 32 * 1024 * 1024;

function answer(status: number, headers: Record<string, string> = {}, body = "<!doctype html><h1>Not the shop</h1>") {
  const named = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return { getStatus: () => status, getHeader: (name: string) => named.get(name.toLowerCase()), getBody: () => body };
}

function errorOf(method: string, ...given: Parameters<typeof answer>): unknown {
  try {
    requireOwnAnswer(method, answer(...given));
    return null;
  } catch (error) {
    return error;
  }
}

const codeOf = (error: unknown) => (error as RequestProblem | null)?.problem.code ?? null;
const tus = { "Tus-Resumable": "1.0.0" };
const problem = (code: string) => JSON.stringify({ code, title: "Words." });

describe("an answer", () => {
  it.each([
    ["POST", 201, { ...tus, Location: "/u" }, null],
    ["PATCH", 204, { ...tus, "Upload-Offset": "5" }, null],
    ["HEAD", 200, { ...tus, "Upload-Offset": "5" }, null],
    ["HEAD", 404, tus, null],
    ["DELETE", 204, {}, null],
    ["PATCH", 204, tus, "proxy_changed"],
    ["POST", 201, tus, "proxy_changed"],
    ["PATCH", 200, {}, "network_sign_in"],
    ["HEAD", 404, {}, "proxy_other"],
    ["HEAD", 403, {}, "proxy_refused"],
    ["PATCH", 413, {}, "proxy_too_large"],
    ["PATCH", 502, {}, "proxy_down"],
    ["POST", 511, {}, "network_sign_in"],
  ])("%s %i with %j is %s", (method, status, headers, code) => {
    expect(codeOf(errorOf(method, status, headers))).toBe(code);
  });

  it("that misses the token, which every request has, is told as a proxy's doing", () => {
    expect(codeOf(errorOf("PATCH", 403, tus, problem("upload_token_missing")))).toBe("proxy_changed");
  });

  it("of the server keeps its code, also where a proxy removed its headers", () => {
    expect(codeOf(errorOf("PATCH", 409, {}, problem("upload_conflict")))).toBe("upload_conflict");
    expect(codeOf(errorOf("POST", 413, tus, problem("file_too_large")))).toBe("file_too_large");
  });
});

describe("after an error", () => {
  it("of the file on this device nothing is tried again", () => {
    const plan = planRetry(new LocalTrouble("file_gone", null), 0, PART);
    expect(plan).toMatchObject({ next: "fail", problem: { code: "file_gone" } });
  });

  it("of a connection it is tried again, longer each time, and then told", () => {
    const waits = [0, 1, 2, 3, 4, 5, 6, 7].map((failures) => planRetry(new Error(), failures, PART));
    expect(waits.every((plan) => plan.next === "wait" && plan.reason.why === "offline")).toBe(true);
    expect(planRetry(new Error(), 8, PART)).toEqual({ next: "fail", problem: null });
    expect(planRetry(new Stalled(), 1, PART)).toMatchObject({ next: "wait", reason: { why: "stalled" } });
    expect(planRetry(new Stalled(), 8, PART)).toMatchObject({ next: "fail", problem: { code: "stalled" } });
  });

  it("of a proxy that takes no such body the parts get smaller, to a limit", () => {
    const error = errorOf("PATCH", 413);
    expect(planRetry(error, 0, PART)).toEqual({ next: "smaller", partSize: PART / 2 });
    expect(planRetry(error, 0, 400_000)).toMatchObject({ next: "fail", problem: { code: "proxy_too_large" } });
  });

  it.each([
    ["PATCH", 429, { "Retry-After": "7" }, undefined, 7_000, { why: "asked", seconds: 7 }],
    ["PATCH", 503, { "Retry-After": "2" }, undefined, 3_000, { why: "asked", seconds: 2 }],
    ["PATCH", 502, {}, undefined, 3_000, { why: "proxy" }],
    ["PATCH", 423, tus, problem("upload_busy"), 3_000, { why: "offline" }],
    ["POST", 429, { ...tus, "Retry-After": "9" }, problem("too_many_requests"), 9_000, { why: "asked", seconds: 9 }],
  ])("%s %i with %j waits for as long as is asked", (method, status, headers, body, ms, reason) => {
    expect(planRetry(errorOf(method, status, headers, body), 2, PART)).toEqual({ next: "wait", ms, reason });
  });

  it.each([
    ["PATCH", 403, {}, undefined],
    ["PATCH", 200, {}, undefined],
    ["PATCH", 429, { "Retry-After": "3600" }, undefined],
    ["POST", 429, { ...tus, "Retry-After": "600" }, problem("upload_quota_unsigned")],
    ["POST", 507, tus, problem("disk_full")],
  ])("%s %i with %j it stops, and says why", (method, status, headers, body) => {
    expect(planRetry(errorOf(method, status, headers, body), 0, PART)).toMatchObject({
      next: "fail",
      problem: { status },
    });
  });
});
