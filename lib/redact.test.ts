import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { createPublicClient, http } from "viem";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { testSettings } from "@/test/settings";
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

describe("what the settings say about other servers", () => {
  const [host, key] = ["node-of-the-shop.example", "k3y-of-the-operator-0123"];
  beforeEach(() =>
    testSettings({
      APP_URL: "https://shop.example",
      NETWORKS: "eip155:8453",
      RPC_URL_8453: `https://${host}:8443/v2/${key}`,
      RPC_URL_31337: undefined,
      FACILITATOR: "https://settles.facilitator.example/v2",
      GAS_KEY: undefined,
      SMTP_URL: "smtps://postman:p0st-w0rd@mail.shop.example:465",
      MAIL_FROM: "shop@shop.example",
    }),
  );
  afterEach(() => {
    for (const name of ["RPC_URL_8453", "FACILITATOR", "SMTP_URL", "MAIL_FROM"]) delete process.env[name];
    testSettings();
  });
  const shown = new RegExp(`${host}|${key}|p0st-w0rd|mail\\.shop\\.example|settles\\.facilitator|203\\.0\\.113\\.9`);

  const refused = () =>
    Object.assign(new Error("connect ECONNREFUSED 203.0.113.9:8443"), {
      code: "ECONNREFUSED",
      address: "203.0.113.9",
      port: 8443,
    });
  const kinds: [string, () => Record<string, unknown>][] = [
    ["an error of a connection", () => ({ err: refused() })],
    ["as a cause of fetch's", () => ({ err: new TypeError("fetch failed", { cause: refused() }) })],
    [
      "several attempts",
      () => ({ err: new AggregateError([refused(), new Error("b", { cause: refused() })], "all failed") }),
    ],
    ["a cause of several", () => ({ err: new Error("x", { cause: new AggregateError([refused()], "") }) })],
    [
      "a name that is not found",
      () => ({ err: Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { hostname: host }) }),
    ],
    [
      "a time-out",
      () => ({ err: new Error(`Connect Timeout Error (attempted address: ${host}:8443, timeout: 10000ms)`) }),
    ],
    [
      "a certificate",
      () => ({
        err: new Error(
          `Hostname/IP does not match certificate's altnames: Host: ${host}. is not in DNS:*.other.example`,
        ),
      }),
    ],
    ["a mail server's", () => ({ err: new Error("Invalid login for postman p0st-w0rd at mail.shop.example") })],
    ["a facilitator's", () => ({ err: new Error("settles.facilitator.example:443 said no") })],
    ["a field", () => ({ url: `https://${host}:8443/v2/${key}` })],
    ["deep in a field", () => ({ request: { to: [{ endpoint: `//${host.toUpperCase()}/v2/${key}` }] } })],
    ["text that is thrown", () => ({ err: `no answer from ${host}:8443 with ${key}` })],
  ];
  test.each(kinds)("is in no line: %s", (_, fields) => {
    const line = logged(fields());
    expect(line).not.toMatch(shown);
    expect(line).toContain("Failed.");
  });

  test("is not in the words of a line", () => {
    const lines: string[] = [];
    const log = makeLog({ write: (line) => lines.push(line) });
    log.level = "error";
    log.error(`The node ${host} is silent`);
    expect(lines.join("")).toContain("The node [address] is silent");
  });

  test("is not in what libraries print, nor in an error that nobody handled", () => {
    const program = join(import.meta.dirname, "../test/programs/print-errors.ts");
    const args = ["--import", "tsx", "--conditions=react-server", program, host, key];
    const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: "utf8" });
    expect(stdout).toContain("is ready on https://shop.example");
    expect(stderr).toContain("fetch [address] failed");
    expect(stderr).toContain("ECONNREFUSED [address]");
    expect(stdout + stderr).not.toMatch(shown);
    expect(status).toBe(1);
  });
});
