import { describe, expect, test } from "vitest";
import { errorTable } from "@/lib/errors";
import { raw, rawGet, sendRaw, serve } from "@/test/http-server";
import { MAX_HEADER_BYTES } from "./http-server";
import { URL_MAX } from "./wall";

const tooLong = `/${"a".repeat(URL_MAX)}`;

describe("a refusal", () => {
  test("is a problem document for no cache, no frame and no guessing", async () => {
    const { headers, body } = await sendRaw(rawGet(tooLong), { https: true });
    for (const line of [
      "Content-Type: application/problem+json",
      "Cache-Control: private, no-store, no-transform",
      "Content-Security-Policy: sandbox; default-src 'none'",
      "X-Content-Type-Options: nosniff",
      "X-Frame-Options: DENY",
      "Strict-Transport-Security: max-age=31536000",
    ]) {
      expect(headers).toContain(line);
    }
    expect(JSON.parse(body)).toEqual({
      type: "urn:filekiosk:problem:url_too_long",
      title: errorTable.url_too_long.title,
      status: 414,
      detail: `Path and query have at most ${URL_MAX} characters together.`,
      code: "url_too_long",
      requestId: expect.any(String),
    });
  });

  test("can be read by other sites' scripts where they may pay, and nowhere else", async () => {
    const long = `Accept: ${"a".repeat(2_000)}`;
    for (const path of ["/f/x", "/api/files/x", "/api/payments/x"]) {
      expect((await sendRaw(rawGet(path, long))).headers).toContain("Access-Control-Allow-Origin: *");
    }
    for (const path of ["/", "/api/sign-in", "/api/uploads"]) {
      expect((await sendRaw(rawGet(path, long))).headers).not.toContain("Access-Control-Allow-Origin");
    }
  });

  test("of a HEAD request has no body, and says how long it would be", async () => {
    const { headers, body } = await sendRaw(rawGet(tooLong).replace("GET", "HEAD"));
    expect(headers).toMatch(/Content-Length: [1-9]\d\d\b/);
    expect(body).toBe("");
  });

  test("does not wait for the body that came along", async () => {
    const answer = await sendRaw(`POST ${tooLong} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nbegun`);
    expect(answer.status).toBe(414);
  });
});

describe("what Node could not read as a request", () => {
  test.each([MAX_HEADER_BYTES, 64 * 1024, 1024 * 1024])(
    "a header of %d bytes is refused with 431 in our words",
    async (size) => {
      const { headers, body } = await sendRaw(rawGet("/", `PAYMENT-SIGNATURE: ${"a".repeat(size)}`));
      expect(headers).toMatch(/^HTTP\/1\.1 431 Request Header Fields Too Large\r\n/);
      expect(headers).toContain("Content-Type: application/problem+json");
      expect(headers).toContain("Cache-Control: private, no-store, no-transform");
      expect(JSON.parse(body)).toMatchObject({ status: 431, code: "header_too_large" });
    },
  );

  test.each([
    ["not HTTP at all", "hello\r\n\r\n"],
    ["a header without a name", "GET / HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n"],
    ["two lengths", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"],
    [
      "a length and chunks (request smuggling)",
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
  ])("%s is refused with 400 in our words", async (_, text) => {
    const { port } = await serve((req, res) => req.resume().on("end", () => res.end("served")));
    const [head = "", body = ""] = (await raw(port, text)).split("\r\n\r\n");
    expect(head).toMatch(/^HTTP\/1\.1 400 /);
    expect(JSON.parse(body)).toMatchObject({ status: 400, code: "malformed_request" });
  });

  test("a response in progress is never mixed with the error for a later request", async () => {
    const { port } = await serve((_, res) => {
      res.writeHead(200, { "Content-Length": "100" });
      res.write("begun");
    });
    const answer = await raw(port, "GET / HTTP/1.1\r\nHost: x\r\n\r\nnot HTTP at all\r\n\r\n");
    expect(answer).toContain("begun");
    expect(answer).not.toContain("malformed_request");
  });
});
