import { describe, expect, test } from "vitest";
import { type RawAnswer, rawGet, sendRaw } from "@/test/http-server";
import { FOREIGN_MAX, valueMax } from "./header-limits";
import { HEADERS_MAX, PARAMETERS_MAX, RANGE_MAX, URL_MAX } from "./wall";

const codeOf = ({ body }: RawAnswer) => JSON.parse(body).code;

describe("a request target", () => {
  test.each(["http://evil.example/f/x", "HTTP://evil.example", "http://", "*", "evil.example:443", "?a=1"])(
    "%s is refused and leads nowhere",
    async (target) => {
      const answer = await sendRaw(rawGet(target));
      expect(answer.status).toBe(400);
      expect(answer.headers).not.toMatch(/^location:|evil/im);
    },
  );

  test("is as long as an address may be, and no longer", async () => {
    const path = (length: number) => `/${"a".repeat(length - 1)}`;
    expect((await sendRaw(rawGet(path(URL_MAX)))).status).toBe(200);
    const longer = await sendRaw(rawGet(path(URL_MAX + 1)));
    expect([longer.status, codeOf(longer)]).toEqual([414, "url_too_long"]);
  });

  test("has a bounded number of parameters", async () => {
    const query = (count: number) => `/?${new Array(count).fill("a=1").join("&")}`;
    expect((await sendRaw(rawGet(query(PARAMETERS_MAX)))).status).toBe(200);
    const more = await sendRaw(rawGet(query(PARAMETERS_MAX + 1)));
    expect([more.status, codeOf(more)]).toEqual([400, "malformed_request"]);
  });
});

describe("headers", () => {
  test("name one host", async () => {
    const answer = await sendRaw(rawGet("/", "hOsT: evil.example"));
    expect([answer.status, codeOf(answer)]).toEqual([400, "malformed_request"]);
  });

  test.each([
    ...Object.entries(valueMax),
    ["forwarded", 2_048] as const,
    // Read by Next.
    ["x-nextjs-data", 2_048] as const,
    ["x-forwarded-host", 2_048] as const,
    ["x-middleware-subrequest", 2_048] as const,
    // Of proxies, for others.
    ["x-forwarded-client-cert", FOREIGN_MAX] as const,
    ["x-amzn-oidc-data", FOREIGN_MAX] as const,
    ["x-ms-client-principal", FOREIGN_MAX] as const,
    ["baggage", FOREIGN_MAX] as const,
  ])("%s has at most %i characters", async (name, max) => {
    const ask = (length: number) => {
      const value = "a".repeat(length);
      if (name === "host") return `GET / HTTP/1.1\r\nHost: ${value}\r\nConnection: close\r\n\r\n`;
      return rawGet("/", `${name}: ${value}`);
    };
    expect((await sendRaw(ask(max))).status).toBe(200);
    const longer = await sendRaw(ask(max + 1));
    expect([longer.status, codeOf(longer)]).toEqual([431, "header_too_large"]);
  });

  test("that are repeated count together", async () => {
    const part = `Accept: ${"a".repeat(600)}`;
    expect((await sendRaw(rawGet("/", part))).status).toBe(200);
    expect((await sendRaw(rawGet("/", part, part))).status).toBe(431);
  });

  test("are a bounded number", async () => {
    const some = (count: number) => Array.from({ length: count }, (_, index) => `x-${index}: 1`);
    expect((await sendRaw(rawGet("/", ...some(HEADERS_MAX - 2)))).status).toBe(200);
    expect((await sendRaw(rawGet("/", ...some(HEADERS_MAX - 1)))).status).toBe(431);
  });

  test("lose a Range that is longer than any honest one", async () => {
    const rangeOf = async (range: string) =>
      JSON.parse((await sendRaw(rawGet("/", `Range: ${range}`))).body).headers.range;
    const honest = `bytes=${"0".repeat(RANGE_MAX - 8)}-9`;
    expect(await rangeOf(honest)).toBe(honest);
    expect(await rangeOf(`bytes=${" ".repeat(15_000)}x`)).toBeUndefined();
    expect(await rangeOf(`${honest}0`)).toBeUndefined();
  });
});
