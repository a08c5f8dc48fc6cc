import { once } from "node:events";
import type { Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { errorTable } from "../../lib/errors";
import { paymentCorsHeaders } from "../../lib/http/cors";
import { listen, makeServer } from "./server.mjs";
import {
  corsHeaders,
  FOREIGN_MAX,
  HEADERS_MAX,
  PARAMETERS_MAX,
  RANGE_MAX,
  URL_MAX,
  valueMax,
  wallRefusals,
} from "./wall.mjs";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

type Answer = { status: number; headers: string; body: string };

/** What the server around the app says to bytes on a socket. The app behind it answers with what it was asked. */
async function say(text: string, options = {}): Promise<Answer> {
  const server = makeServer((req, res) => res.end(JSON.stringify({ url: req.url, headers: req.headers })), {
    https: false,
    walletConnect: false,
    strictPolicy: true,
    ...options,
  });
  servers.push(server);
  await listen(server, 0, "127.0.0.1");
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  let answer = "";
  socket.setEncoding("latin1").on("data", (part: string) => {
    answer += part;
  });
  socket.write(text, "latin1");
  await once(socket, "close");
  const [headers = "", body = ""] = answer.split("\r\n\r\n");
  return { status: Number(headers.split(" ")[1]), headers, body };
}

const get = (target: string, ...headers: string[]) =>
  [`GET ${target} HTTP/1.1`, "Host: shop.example", "Connection: close", ...headers, "", ""].join("\r\n");
const codeOf = ({ body }: Answer) => JSON.parse(body).code;

describe("a request target", () => {
  test.each(["http://evil.example/f/x", "HTTP://evil.example", "http://", "*", "evil.example:443", "?a=1"])(
    "%s is refused and leads nowhere",
    async (target) => {
      const answer = await say(get(target));
      expect(answer.status).toBe(400);
      expect(answer.headers).not.toMatch(/^location:|evil/im);
    },
  );

  test("is as long as an address may be, and no longer", async () => {
    const path = (length: number) => `/${"a".repeat(length - 1)}`;
    expect((await say(get(path(URL_MAX)))).status).toBe(200);
    const longer = await say(get(path(URL_MAX + 1)));
    expect([longer.status, codeOf(longer)]).toEqual([414, "url_too_long"]);
  });

  test("has a bounded number of parameters", async () => {
    const query = (count: number) => `/?${new Array(count).fill("a=1").join("&")}`;
    expect((await say(get(query(PARAMETERS_MAX)))).status).toBe(200);
    const more = await say(get(query(PARAMETERS_MAX + 1)));
    expect([more.status, codeOf(more)]).toEqual([400, "malformed_request"]);
  });
});

describe("headers", () => {
  test("name one host", async () => {
    const answer = await say(get("/", "hOsT: evil.example"));
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
      return get("/", `${name}: ${value}`);
    };
    expect((await say(ask(max))).status).toBe(200);
    const longer = await say(ask(max + 1));
    expect([longer.status, codeOf(longer)]).toEqual([431, "header_too_large"]);
  });

  test("that are repeated count together", async () => {
    const part = `Accept: ${"a".repeat(600)}`;
    expect((await say(get("/", part))).status).toBe(200);
    expect((await say(get("/", part, part))).status).toBe(431);
  });

  test("are a bounded number", async () => {
    const some = (count: number) => Array.from({ length: count }, (_, index) => `x-${index}: 1`);
    expect((await say(get("/", ...some(HEADERS_MAX - 2)))).status).toBe(200);
    expect((await say(get("/", ...some(HEADERS_MAX - 1)))).status).toBe(431);
  });

  test("lose a Range that is longer than any honest one", async () => {
    const rangeOf = async (range: string) => JSON.parse((await say(get("/", `Range: ${range}`))).body).headers.range;
    const honest = `bytes=${"0".repeat(RANGE_MAX - 8)}-9`;
    expect(await rangeOf(honest)).toBe(honest);
    expect(await rangeOf(`bytes=${" ".repeat(15_000)}x`)).toBeUndefined();
    expect(await rangeOf(`${honest}0`)).toBeUndefined();
  });
});

describe("a refusal", () => {
  test("is a problem document for no cache, no frame and no guessing", async () => {
    const { headers, body } = await say(get(`/${"a".repeat(URL_MAX)}`), { https: true });
    for (const line of [
      "Content-Type: application/problem+json",
      "Cache-Control: private, no-store, no-transform",
      "X-Content-Type-Options: nosniff",
      "X-Frame-Options: DENY",
      "Strict-Transport-Security: max-age=31536000",
    ]) {
      expect(headers).toContain(line);
    }
    expect(JSON.parse(body)).toMatchObject({ type: "urn:filekiosk:problem:url_too_long", status: 414 });
  });

  test("can be read by other sites' scripts where they may pay, and nowhere else", async () => {
    const long = `Accept: ${"a".repeat(2_000)}`;
    for (const path of ["/f/x", "/api/files/x", "/api/payments/x"]) {
      expect((await say(get(path, long))).headers).toContain("Access-Control-Allow-Origin: *");
    }
    for (const path of ["/", "/api/sign-in", "/api/uploads"]) {
      expect((await say(get(path, long))).headers).not.toContain("Access-Control-Allow-Origin");
    }
    expect(corsHeaders).toEqual(paymentCorsHeaders);
  });

  test("does not wait for the body that came along", async () => {
    const answer = await say(
      `POST /${"a".repeat(URL_MAX)} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nbegun`,
    );
    expect(answer.status).toBe(414);
  });

  test("has the words and the status of the error table", () => {
    for (const [code, words] of Object.entries(wallRefusals)) {
      expect(errorTable[code as keyof typeof errorTable]).toEqual(words);
    }
  });
});
