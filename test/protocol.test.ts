import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { NextApiHandler, NextApiRequest, NextApiResponse } from "next";
import { beforeAll, describe, expect, it } from "vitest";
import { errorTable } from "@/lib/errors";
import { paymentPreflightHeaders } from "@/lib/http/cors";
import type { RouteHandler } from "@/lib/http/route";
import { testSettings } from "./settings";

/** docs/protocol.md says what the code does: routes with their verbs, headers for other sites, errors. */

const root = join(import.meta.dirname, "..");
const text = readFileSync(join(root, "docs/protocol.md"), "utf8");
const verbs = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** The cells of a table's rows, by a word of its heading row. */
function table(heading: string): string[][] {
  const lines = text.split("\n");
  const start = lines.indexOf(heading) + 2;
  expect(start).toBeGreaterThan(1);
  const rows: string[][] = [];
  for (let at = start; lines[at]?.startsWith("|"); at += 1)
    rows.push(
      (lines[at] ?? "")
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  return rows;
}

beforeAll(() => testSettings());

describe("the table of routes", () => {
  const documented = new Map<string, Set<string>>();
  for (const [methods = "", paths = ""] of table("| methods | path | who | does |")) {
    const path = /`([^`]+)`/.exec(paths)?.[1] ?? "";
    documented.set(path, new Set([...(documented.get(path) ?? []), ...methods.split(", ")]));
  }

  it.each(routeFiles())("has $path with the verbs that it answers", async ({ file, path }) => {
    const exported = (await import(join(root, file))) as Record<string, RouteHandler>;
    const answered = new Set<string>();
    for (const verb of verbs) {
      const response = await exported[verb]?.(new Request(`http://localhost:3000${path}`, { method: verb }), {
        params: Promise.resolve({}),
      });
      if (response && response.status !== 405) answered.add(verb);
    }
    expect([path, listed(answered)]).toEqual([path, [...(documented.get(path) ?? [])].sort()]);
  });

  it("has the byte door with its verbs", async () => {
    const { default: handler } = (await import("../pages/api/files/[fileId]")) as { default: NextApiHandler };
    const server = createServer((req, res) => {
      const request = Object.assign(req, { query: { fileId: "x" } }) as unknown as NextApiRequest;
      void handler(request, res as unknown as NextApiResponse);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { method: "OPTIONS" });
    await new Promise((resolve) => server.close(resolve));
    const answered = new Set((response.headers.get("allow") ?? "").split(", "));
    expect([...(documented.get("/api/files/{fileId}") ?? [])].sort()).toEqual(listed(answered));
  });

  it("has no route that is not there", () => {
    const paths = [...routeFiles().map(({ path }) => path), ...byteDoors()];
    expect([...documented.keys()].filter((path) => !paths.includes(path))).toEqual([]);
    expect(byteDoors().filter((path) => !documented.has(path))).toEqual([]);
  });
});

it("names the headers that other sites may send and read", () => {
  const headers = paymentPreflightHeaders(["GET"]);
  const flat = text.replace(/\s+/g, " ");
  expect(flat).toContain(`may send: ${headers["Access-Control-Allow-Headers"]}.`);
  expect(flat).toContain(`may read: ${headers["Access-Control-Expose-Headers"]}.`);
});

it("has every error with its status and title, in the order of lib/errors.ts", () => {
  const rows = table("| code | status | title |");
  const expected = Object.entries(errorTable).map(([code, { status, title }]) => [
    `\`${code}\``,
    String(status),
    title,
  ]);
  expect(rows).toEqual(expected);
});

/** HEAD is implied by GET, and OPTIONS everywhere. */
function listed(answered: Set<string>): string[] {
  return [...answered].filter((verb) => verb !== "OPTIONS" && !(verb === "HEAD" && answered.has("GET"))).sort();
}

function routeFiles(): { file: string; path: string }[] {
  return readdirSync(join(root, "app"), { recursive: true, encoding: "utf8" })
    .filter((file) => /(^|\/)route\.tsx?$/.test(file))
    .sort()
    .map((file) => {
      const path = `/${file.replace(/\/route\.tsx?$/, "")}`
        .replace(/\/\[\[\.\.\.\w+\]\]$/, "")
        .replace(/\[(\w+)\]/g, "{$1}");
      return { file: join("app", file), path };
    });
}

/** Routes that send bytes: Next's pages router keeps their Content-Length. */
function byteDoors(): string[] {
  return readdirSync(join(root, "pages"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => `/${file.replace(/\.ts$/, "").replace(/\[(\w+)\]/g, "{$1}")}`);
}
