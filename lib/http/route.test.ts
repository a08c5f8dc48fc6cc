import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { BUYER_COOKIE } from "@/lib/sign-in/buyer-session";
import { OPERATOR_COOKIE } from "@/lib/sign-in/operator-session";
import { SESSION_COOKIE, type SessionData, sealSession } from "@/lib/sign-in/seller-session";
import { freshDatabase } from "@/test/database";
import { testSettings } from "@/test/settings";
import { PEER_HEADER } from "./client-ip";
import { limits } from "./rate-limit";
import { type Method, methods, type RouteHandler, route } from "./route";

const HOME = "http://localhost:3000";
const session: SessionData = { sellerId: "c1", address: `0x${"ab".repeat(20)}`, chainId: 0 };
let cookie: string;

let database: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  testSettings();
  cookie = `theme=dark; ${SESSION_COOKIE}=${await sealSession(session)}`;
});

type Call = {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
  params?: object;
};

async function call(handler: RouteHandler, { params, ...init }: Call = {}) {
  const request = new Request(`${HOME}/api/x`, { method: "POST", ...init });
  const response = await handler(request, { params: Promise.resolve(params ?? {}) });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: text ? JSON.parse(text) : null };
}

const json = { "content-type": "application/json" };

describe("every wrapped route", () => {
  it("answers a plain value as JSON that nobody may cache", async () => {
    const { status, headers, body } = await call(route({}, () => ({ hello: "world" })));
    expect([status, body]).toEqual([200, { hello: "world" }]);
    expect(headers.get("cache-control")).toBe("private, no-store, no-transform");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("access-control-allow-origin")).toBeNull();
  });

  it("keeps the headers and status of a Response, even of one that cannot be changed", async () => {
    const made = () => new Response(null, { status: 201, headers: { Location: "/f/1", "Cache-Control": "max-age=5" } });
    const { status, headers } = await call(route({}, made));
    expect([status, headers.get("location"), headers.get("cache-control")]).toEqual([201, "/f/1", "max-age=5"]);
    const redirected = await call(route({}, () => Response.redirect(`${HOME}/there`, 303)));
    expect([redirected.status, redirected.headers.get("location")]).toEqual([303, `${HOME}/there`]);
  });

  it("turns expected and unexpected errors into problems, without a stack trace", async () => {
    const known = await call(route({}, () => Promise.reject(new AppError("file_paused"))));
    expect([known.status, known.body.code]).toEqual([403, "file_paused"]);
    const unknown = await call(
      route({}, () => {
        throw new Error("secret at /srv/app.js:1");
      }),
    );
    expect([unknown.status, unknown.body.code]).toEqual([500, "internal"]);
    expect(unknown.text).not.toMatch(/secret|app\.js/);
  });

  it("hands over path parameters, joins a catch-all one, and answers 404 without them", async () => {
    const handler = route({ params: ["path"] }, ({ params }) => params);
    expect((await call(handler, { params: { path: "a", other: "b" } })).body).toEqual({ path: "a" });
    expect((await call(handler, { params: { path: ["a", "b"] } })).body).toEqual({ path: "a/b" });
    expect((await call(handler)).body.code).toBe("not_found");
  });

  it("counts requests per address and says when to come back", async () => {
    const handler = route({ limit: "signIn" }, () => "ok");
    const from = (ip: string) => call(handler, { headers: { [PEER_HEADER]: ip } });
    for (let count = 0; count < limits.signIn.points; count += 1) expect((await from("2001:db8::1")).status).toBe(200);
    const refused = await from("2001:db8::2");
    expect([refused.status, refused.body.code]).toEqual([429, "too_many_requests"]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await from("2001:db8:0:1::1")).status).toBe(200);
  });
});

describe("a route with a body", () => {
  const handler = route({ body: z.strictObject({ price: z.string() }) }, ({ body }) => body.price);

  it("hands over the parsed body", async () => {
    const { body } = await call(handler, { headers: json, body: '{"price":"1"}' });
    expect(body).toBe("1");
  });

  it.each([
    ["no type", {}, '{"price":"1"}', 400, "malformed_request"],
    ["a form's type", { "content-type": "text/plain" }, '{"price":"1"}', 400, "malformed_request"],
    ["no JSON", json, "{", 400, "malformed_request"],
    ["nothing", json, "", 400, "malformed_request"],
    ["broken UTF-8", json, new Uint8Array([0x22, 0xff, 0x22]), 400, "malformed_request"],
    ["another shape", json, "[]", 400, "invalid_input"],
    ["a prototype", json, '{"price":"1","__proto__":{"a":1}}', 400, "invalid_input"],
    ["64 KB and one byte", json, `"${"x".repeat(64 * 1024 - 1)}"`, 413, "body_too_large"],
  ])("refuses %s", async (_what, headers, body, status, code) => {
    const answer = await call(handler, { headers: headers as Record<string, string>, body });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it("stops reading a body without end and without a length", async () => {
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(16 * 1024));
      },
    });
    const request = new Request(`${HOME}/api/x`, {
      method: "POST",
      headers: json,
      body: endless,
      duplex: "half",
    } as RequestInit);
    expect((await handler(request)).status).toBe(413);
    expect(pulled).toBeLessThan(10);
  });
});

describe("a cookie route that changes something", () => {
  const handler = route({ session: "optional" }, ({ session: current }) => current?.sellerId ?? "nobody");
  it.each<[string, Record<string, string>, boolean, boolean]>([
    ["our own page", { origin: HOME }, true, true],
    ["our own page, said twice", { origin: HOME, "sec-fetch-site": "same-origin" }, true, true],
    ["a program without a cookie", {}, false, true],
    ["a program with the cookie and no Origin", {}, true, false],
    ["another site", { origin: "https://evil.example" }, true, false],
    ["another site, without the cookie", { origin: "https://evil.example" }, false, false],
    ["another port of this host", { origin: "http://localhost:3001" }, true, false],
    ["a longer name", { origin: "http://localhost:3000.evil.example" }, true, false],
    ["another scheme", { origin: "https://localhost:3000" }, true, false],
    ["a sandboxed page", { origin: "null", "sec-fetch-site": "cross-site" }, true, false],
    ["a page without a name", { origin: "null" }, true, false],
    ["our own page, where the browser hides its name", { origin: "null", "sec-fetch-site": "same-origin" }, true, true],
    [
      "another site that claims to be ours",
      { origin: "https://evil.example", "sec-fetch-site": "same-origin" },
      true,
      false,
    ],
    ["another site's form, as the browser says", { "sec-fetch-site": "cross-site" }, false, false],
    ["a neighbouring subdomain, as the browser says", { "sec-fetch-site": "same-site" }, false, false],
  ])("%s", async (_what, headers, withCookie, allowed) => {
    for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
      const answer = await call(handler, { method, headers: { ...headers, ...(withCookie ? { cookie } : {}) } });
      expect([method, answer.status]).toEqual([method, allowed ? 200 : 403]);
      expect(allowed ? answer.body : answer.body.code).toBe(
        allowed ? (withCookie ? "c1" : "nobody") : "foreign_origin",
      );
    }
  });
});

describe("a change without an Origin, with the cookie of", () => {
  it.each([
    ["a seller", SESSION_COOKIE],
    ["a buyer", BUYER_COOKIE],
    ["an operator", OPERATOR_COOKIE],
  ])("%s is refused, whatever the route reads", async (_whose, name) => {
    const handler = route({}, () => "changed");
    const answer = await call(handler, { headers: { cookie: `theme=dark; ${name}=x` } });
    expect([answer.status, answer.body.code]).toEqual([403, "foreign_origin"]);
  });
});

describe("a route for signed-in sellers", () => {
  const handler = route({ session: "required" }, ({ session: current }) => current.address);

  it("serves who is signed in", async () => {
    expect((await call(handler, { headers: { cookie, origin: HOME } })).body).toBe(session.address);
  });

  it.each([
    ["no cookie", () => ""],
    ["a made-up cookie", () => `${SESSION_COOKIE}=${"x".repeat(200)}`],
    ["a changed cookie", () => cookie.replace(/.{8}$/, "AAAAAAAA")],
  ])("refuses %s", async (_what, value) => {
    const answer = await call(handler, { headers: { cookie: value(), origin: HOME } });
    expect([answer.status, answer.body.code]).toEqual([401, "sign_in_required"]);
  });

  it("reads no session for another site, not even on GET", async () => {
    const answer = await call(handler, { method: "GET", headers: { cookie, "sec-fetch-site": "cross-site" } });
    expect(answer.status).toBe(401);
  });
});

describe("a payment route", () => {
  const handler = route(
    { cors: "payment", session: "optional" },
    ({ session: current }) => current?.sellerId ?? "nobody",
  );

  it("serves any site, ignores its cookies and never allows credentials", async () => {
    const { status, body, headers } = await call(handler, { headers: { origin: "https://agent.example", cookie } });
    expect([status, body]).toEqual([200, "nobody"]);
    expect(headers.get("access-control-allow-origin")).toBe("*");
    expect(headers.get("access-control-allow-credentials")).toBeNull();
    expect(headers.get("access-control-expose-headers")).toContain("PAYMENT-REQUIRED");
  });

  it("reads the cookie for our own page", async () => {
    const { body } = await call(handler, { headers: { origin: HOME, cookie } });
    expect(body).toBe("c1");
  });

  it("lets another site read its errors too", async () => {
    const failing = route({ cors: "payment" }, () =>
      Promise.reject(new AppError("payment_required", { headers: { "PAYMENT-REQUIRED": "e30=" } })),
    );
    const { status, headers } = await call(failing, { headers: { origin: "https://agent.example" } });
    expect(status).toBe(402);
    expect(headers.get("access-control-allow-origin")).toBe("*");
    expect(headers.get("payment-required")).toBe("e30=");
  });
});

describe("methods", () => {
  const get = route({}, () => ({ a: 1 }));
  const post = route({ cors: "payment" }, () => ({ a: 1 }));
  const every: Method[] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

  it("answers 405 with Allow, in our shape, to every verb that was not given", async () => {
    const handlers = methods({ GET: get });
    expect(Object.keys(handlers)).toEqual(every);
    for (const method of ["POST", "PUT", "PATCH", "DELETE"] as const) {
      const { status, headers, body } = await call(handlers[method], { method });
      expect([status, body.code, headers.get("allow")]).toEqual([405, "method_not_allowed", "GET, HEAD, OPTIONS"]);
    }
  });

  it("answers HEAD like GET without a body", async () => {
    const { status, headers, text } = await call(methods({ GET: get }).HEAD, { method: "HEAD" });
    expect([status, text, headers.get("content-type")]).toEqual([200, "", "application/json"]);
  });

  it("answers OPTIONS with Allow, and for a payment route with the headers that a cross-origin client may send", async () => {
    const own = await call(methods({ GET: get }).OPTIONS, { method: "OPTIONS" });
    expect([own.status, own.headers.get("allow")]).toEqual([204, "GET, HEAD, OPTIONS"]);
    expect(own.headers.get("access-control-allow-origin")).toBeNull();

    const payment = await call(methods({ POST: post }).OPTIONS, {
      method: "OPTIONS",
      headers: { origin: "https://a.example" },
    });
    expect(payment.headers.get("access-control-allow-origin")).toBe("*");
    expect(payment.headers.get("access-control-allow-methods")).toBe("POST, OPTIONS");
    expect(payment.headers.get("access-control-allow-headers")).toMatch(
      /PAYMENT-SIGNATURE.*Access-Control-Expose-Headers/,
    );
    expect(payment.headers.get("access-control-allow-credentials")).toBeNull();
  });
});
