import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { NextApiHandler, NextApiRequest, NextApiResponse } from "next";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDb } from "@/lib/db/client";
import { errorTable } from "@/lib/errors";
import type { RouteHandler } from "@/lib/http/route";
import { resetSettings } from "@/lib/settings/settings";
import { SESSION_COOKIE, sealSession } from "@/lib/sign-in/seller-session";
import { freshDatabase } from "./database";

/** Guarantees of every route: each route file under app/ is found and checked. */

const root = join(import.meta.dirname, "..");
const HOME = "http://localhost:3000";
const verbs = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const changing = ["POST", "PUT", "PATCH", "DELETE"];

const files = list("app").filter((file) => /\/route\.(ts|tsx|js)$/.test(file));
const doors = await Promise.all(
  files.map(async (file) => ({ file, exported: (await import(join(root, file))) as Record<string, RouteHandler> })),
);
const pagesDoors = list("pages/api").filter((file) => /\.(ts|js)$/.test(file));

/** What only a seller may do at doors that are not app routes. */
const sellersMethods: Record<string, string[]> = {
  "pages/api/files/[fileId].ts": ["PATCH", "DELETE"],
  "pages/api/files/[fileId]/sample.ts": ["PUT", "DELETE"],
};

let database: Awaited<ReturnType<typeof freshDatabase>>;
let cookie: string;
let calls = 0;

beforeAll(async () => {
  process.env.APP_URL = HOME;
  process.env.RPC_URL_31337 = "http://127.0.0.1:9";
  database = await freshDatabase();
  cookie = `${SESSION_COOKIE}=${await sealSession({ sellerId: "nobody", address: `0x${"ab".repeat(20)}`, chainId: 0 })}`;
});
afterAll(() => database.close());

type Call = { method: string; headers?: Record<string, string>; body?: string };

async function call(handler: RouteHandler | undefined, file: string, { method, headers = {}, body }: Call) {
  if (!handler) throw new Error(`${file} does not export ${method}`);
  calls += 1;
  // One client per call, so that no limit gets in the way.
  const peer = `10.${(calls >> 16) & 255}.${(calls >> 8) & 255}.${calls & 255}`;
  const params = Object.fromEntries([...file.matchAll(/\[+(?:\.\.\.)?(\w+)\]+/g)].map(([, name]) => [name, "nothing"]));
  const url = `${HOME}/${file
    .replace(/^app\//, "")
    .replace(/\/route\.\w+$/, "")
    .replace(/\[+[^\]]+\]+/g, "nothing")}`;
  const request = new Request(url, { method, headers: { "x-filekiosk-peer": peer, ...headers }, body });
  const response = await handler(request, { params: Promise.resolve(params) });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

it("finds the doors", () => {
  expect(files).toContain("app/api/sign-in/route.ts");
  expect(files.length).toBeGreaterThan(8);
  expect(pagesDoors).toEqual([
    "pages/api/files/[fileId].ts",
    "pages/api/files/[fileId]/card.jpg.ts",
    "pages/api/files/[fileId]/embed.ts",
    "pages/api/files/[fileId]/preview.ts",
    "pages/api/files/[fileId]/sample.ts",
    "pages/api/sellers/[sellerId]/card.jpg.ts",
    "pages/api/sellers/[sellerId]/picture.ts",
  ]);
});

describe.each(doors)("$file", ({ file, exported }) => {
  it("answers every verb, and each through the wrapper", () => {
    expect(
      Object.keys(exported)
        .filter((name) => verbs.includes(name))
        .sort(),
    ).toEqual([...verbs].sort());
    const bare = Object.entries(exported).filter(([, value]) => typeof value === "function" && !("options" in value));
    expect(bare.map(([name]) => name)).toEqual([]);
  });

  it("refuses a foreign Origin wherever a cookie could count, and reads no cookie where other sites may call", async () => {
    for (const method of changing) {
      const handler = exported[method];
      const { status, headers, text } = await call(handler, file, {
        method,
        headers: { origin: "https://evil.example", cookie, "content-type": "application/json" },
        body: "{}",
      });
      if (handler?.options.cors === "payment") {
        expect(headers.get("access-control-allow-origin")).toBe("*");
        expect(status).not.toBe(401);
      } else {
        expect([method, status, JSON.parse(text).code]).toEqual([method, 403, "foreign_origin"]);
        expect(headers.get("access-control-allow-origin")).toBeNull();
      }
      expect(headers.get("access-control-allow-credentials")).toBeNull();
    }
  });

  it("answers garbage with a problem of the table", async () => {
    for (const method of verbs) {
      for (const body of method === "GET" || method === "HEAD"
        ? [undefined]
        : [undefined, "{", "[]", "\u0000", '{"price":-1}']) {
        const headers = { origin: HOME, cookie, ...(body === undefined ? {} : { "content-type": "application/json" }) };
        expectProblem(await call(exported[method], file, { method, headers, body }));
      }
    }
  });

  it("tells nothing of what broke inside when there is no database", async () => {
    const url = process.env.DATABASE_URL;
    await closeDb();
    process.env.DATABASE_URL = `file:${join(database.dir, "missing", "no.db")}`;
    resetSettings();
    try {
      for (const method of verbs) {
        const headers = { origin: HOME, cookie, "tus-resumable": "1.0.0", "upload-token": "x".repeat(43) };
        expectProblem(await call(exported[method], file, { method, headers }));
      }
    } finally {
      await closeDb();
      process.env.DATABASE_URL = url;
      resetSettings();
    }
  });
});

describe.each(pagesDoors)("%s", (file) => {
  it("changes nothing for a foreign Origin, and answers errors in the one shape", async () => {
    const { default: handler } = (await import(join(root, file))) as { default: NextApiHandler };
    const server = createServer((req, res) => {
      void handler(
        Object.assign(req, { query: { fileId: "nothing", sellerId: "nothing" } }) as unknown as NextApiRequest,
        res as unknown as NextApiResponse,
      );
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const ask = async (method: string, headers: Record<string, string>) => {
      const response = await fetch(url, { method, headers: { cookie, ...headers } });
      return { status: response.status, headers: response.headers, text: await response.text() };
    };
    for (const method of changing) {
      const { status, text, headers } = await ask(method, { origin: "https://evil.example" });
      const known = sellersMethods[file]?.includes(method) ?? false;
      expect([method, status]).toEqual([method, known ? 403 : 405]);
      // Other sites may read that there is no such method, and nothing of the seller's.
      expect(headers.get("access-control-allow-origin")).toBe(known ? null : "*");
      expect(JSON.parse(text).code).toMatch(/^(foreign_origin|method_not_allowed)$/);
    }
    for (const method of verbs) expectProblem(await ask(method, { origin: HOME }));
    for (const method of ["GET", "HEAD"]) {
      const { status, headers } = await ask(method, { origin: "https://agent.example" });
      expect([status, headers.get("access-control-allow-origin")]).toEqual([404, "*"]);
    }
    await new Promise((resolve) => server.close(resolve));
  });
});

it("has no door that throws Response or catches errors by itself instead of leaving them to the wrapper", () => {
  for (const file of files) expect(readFileSync(join(root, file), "utf8")).not.toMatch(/\bcatch\b|\.stack\b/);
});

/** Files under a folder of the project, as paths from its root. */
function list(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((file) => join(folder, file))
    .sort();
}

/** An error answer is problem+json from the table, and no answer shows a stack, a path, a query or an address. */
function expectProblem({ status, headers, text }: { status: number; headers: Headers; text: string }): void {
  expect(text).not.toMatch(/\n\s+at |node_modules|\.ts:\d|prisma|SQLITE|127\.0\.0\.1|no\.db/i);
  expect(text).not.toContain(root);
  expect(headers.get("cache-control")).toMatch(/no-store/);
  if (status < 400) return;
  expect(headers.get("content-type")).toBe("application/problem+json");
  if (text === "") return;
  const body = JSON.parse(text);
  expect(errorTable[body.code as keyof typeof errorTable]?.status).toBe(status);
  expect(body.type).toBe(`urn:filekiosk:problem:${body.code}`);
}
