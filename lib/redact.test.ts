import { expect, test } from "vitest";
import { credentialHeaders } from "./http/credentials";
import { makeLog } from "./log";
import { redact } from "./redact";

test.each([...credentialHeaders, "PAYMENT-SIGNATURE", "Upload-Token", "set-cookie", "ticket", "gasKey", "claimToken"])(
  "the value of %s never reaches the log",
  (name) => {
    const value = { request: { headers: { [name]: "opens the file", accept: "*/*" } } };
    expect(JSON.stringify(redact(value))).not.toContain("opens the file");
    expect(JSON.stringify(redact(value))).toContain("*/*");
  },
);

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

test("an error is logged with its cause, without its secrets", () => {
  const lines: string[] = [];
  const log = makeLog({ write: (line) => lines.push(line) });
  log.level = "error";
  log.error({ err: new Error("outer ?ticket=s3cret", { cause: new Error("inner") }), cookie: "c00kie" }, "Failed.");
  expect(lines.join("")).toContain("inner");
  expect(lines.join("")).not.toMatch(/s3cret|c00kie/);
});
