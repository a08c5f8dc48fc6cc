import { createPublicClient, http } from "viem";
import { describe, expect, test } from "vitest";
import { credentialHeaders } from "./http/credentials";
import { makeLog } from "./log";
import { redact } from "./redact";

test.each([
  ...credentialHeaders,
  "PAYMENT-SIGNATURE",
  "Upload-Token",
  "set-cookie",
  "ticket",
  "X-Filekiosk-Doctor",
  "gasKey",
  "claimToken",
])("the value of %s never reaches the log", (name) => {
  const value = { request: { headers: { [name]: "opens the file", accept: "*/*" } } };
  expect(JSON.stringify(redact(value))).not.toContain("opens the file");
  expect(JSON.stringify(redact(value))).toContain("*/*");
});

test("headers given as such are hidden too", () => {
  expect(redact(new Headers({ cookie: "secret", accept: "text/html" }))).toEqual({
    cookie: "[hidden]",
    accept: "text/html",
  });
});

test("tickets and recovery tokens are cut from URLs", () => {
  const text = redact("GET /api/files/abc?ticket=s3cret&x=1 from https://a.example/r#t0ken done");
  expect(text).toBe("GET /api/files/abc?ticket=[hidden]&x=1 from https://a.example/r#[hidden] done");
});

function logged(fields: Record<string, unknown>): string {
  const lines: string[] = [];
  const log = makeLog({ write: (line) => lines.push(line) });
  log.level = "error";
  log.error(fields, "Failed.");
  return lines.join("");
}

test("an error is logged with its cause, without its secrets", () => {
  const err = new Error("outer ?ticket=s3cret", { cause: new Error("inner") });
  const line = logged({ err, cookie: "c00kie" });
  expect(line).toContain("inner");
  expect(line).not.toMatch(/s3cret|c00kie/);
});

describe("an error of a chain client", () => {
  const data = `0x${"5166".repeat(40)}` as const;
  async function failed(): Promise<Error> {
    const client = createPublicClient({ transport: http("http://127.0.0.1:9/v2/0perators-key", { retryCount: 0 }) });
    return client.call({ to: `0x${"aa".repeat(20)}`, data }).then(
      () => Promise.reject(new Error("it did not fail")),
      (error: Error) => error,
    );
  }

  test.each([
    ["by itself", (error: Error) => error],
    ["as a cause", (cause: Error) => new Error("outer", { cause })],
    ["as the cause of a cause", (cause: Error) => new Error("outer", { cause: new Error("middle", { cause }) })],
  ])("is logged %s without the node's URL and the request", async (_, made) => {
    const line = logged({ err: made(await failed()) });
    expect(line).toContain("HTTP request failed");
    expect(line).toMatch(/redact\.test\.ts|viem/);
    expect(line).not.toMatch(/0perators-key|127\.0\.0\.1|51665166/);
  });

  test("that a library wraps in words of its own is logged without the URL too", () => {
    const line = logged({ err: new TypeError("fetch of https://node.example/0perators-key failed") });
    expect(line).toContain("fetch of [address] failed");
  });
});
