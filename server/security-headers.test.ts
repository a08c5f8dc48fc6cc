import { expect, test } from "vitest";
import { rawGet, sendRaw, serve } from "@/test/http-server";
import { developmentPolicy, workerPolicy } from "./content-policy";

const noncePolicy = /script-src 'self' 'nonce-[\w+/]{22}==';/;

const policyOf = (headers: string) => /^Content-Security-Policy: (.*)$/m.exec(headers)?.[1]?.trim();

test.each(["/", "/api/nothing", "/_next/static/chunks/a.js"])(
  "%s is nobody's frame, and nobody's guess",
  async (url) => {
    const { headers } = await sendRaw(rawGet(url));
    for (const line of [
      "X-Content-Type-Options: nosniff",
      "X-Frame-Options: DENY",
      "Referrer-Policy: no-referrer",
      "Cross-Origin-Opener-Policy: same-origin-allow-popups",
      "Permissions-Policy: camera=()",
    ]) {
      expect(headers).toContain(line);
    }
    expect(policyOf(headers)).toMatch(noncePolicy);
    expect(headers).not.toContain("Strict-Transport-Security");
  },
);

test("a page that a seller has beside a form can be inside our own pages, and inside nobody else's", async () => {
  const { headers } = await sendRaw(rawGet("/f/abc/preview?draft=1"));
  expect(headers).toContain("X-Frame-Options: SAMEORIGIN");
  expect(policyOf(headers)).toContain("frame-ancestors 'self'");
});

test("the worker that reads PDFs has its own policy, for every requester", async () => {
  for (const accept of ["*/*", "text/html"]) {
    const url = "/_next/static/media/pdf.worker.1a2b.mjs?v=1";
    expect(policyOf((await sendRaw(rawGet(url, `Accept: ${accept}`))).headers)).toBe(workerPolicy);
  }
  for (const url of ["/_next/static/media/a.woff2?x=.mjs", "/x/_next/static/media/a.mjs"]) {
    expect(policyOf((await sendRaw(rawGet(url))).headers)).toMatch(noncePolicy);
  }
});

test("in development a page has no nonce, which React's tools could not use", async () => {
  const { headers, body } = await sendRaw(rawGet("/", "Accept: text/html"), { dev: true });
  expect(policyOf(headers)).toBe(developmentPolicy());
  expect(JSON.parse(body).headers).not.toHaveProperty("content-security-policy");
});

test("a page gets a policy with a nonce of its own, told to the app as well", async () => {
  const { url } = await serve();
  const ask = async () => {
    const response = await fetch(url, { headers: { accept: "text/html,*/*;q=0.8" } });
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(((await response.json()) as { headers: Record<string, string> }).headers["content-security-policy"]).toBe(
      policy,
    );
    return policy;
  };
  const [first, second] = [await ask(), await ask()];
  expect(first).toMatch(/script-src 'self' 'nonce-[\w+/]{22}=='/);
  expect(first).toContain("frame-ancestors 'none'");
  expect(first).not.toMatch(/script-src[^;]*unsafe/);
  expect(first).not.toBe(second);
});

test("whatever a request accepts, its answer runs no inline script, and has no nonce that the request brought", async () => {
  const { url } = await serve();
  for (const accept of ["*/*", "application/json", "image/webp"]) {
    const response = await fetch(url, { headers: { accept, "content-security-policy": "script-src 'nonce-x'" } });
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(noncePolicy);
    expect(await response.json()).toHaveProperty("headers.content-security-policy", policy);
  }
});

test("data for an open page is not told another nonce", async () => {
  const { url } = await serve();
  const response = await fetch(url, { headers: { rsc: "1", "content-security-policy": "script-src 'nonce-x'" } });
  expect(response.headers.get("content-security-policy")).toMatch(noncePolicy);
  expect(await response.json()).not.toHaveProperty("headers.content-security-policy");
});

test("browsers are told to stay with https where the public origin is https", async () => {
  const { url } = await serve(undefined, { https: true });
  expect((await fetch(url)).headers.get("strict-transport-security")).toMatch(/^max-age=\d+/);
});
