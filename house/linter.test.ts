import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = process.cwd();
const imports = "lint/style/noRestrictedImports";
const environment = "lint/style/noProcessEnv";

/** A file, its one line, and the rule that has to refuse it; null where it is allowed. */
const rows: [path: string, line: string, rule: string | null][] = [
  ["lib/storage/relative.ts", 'import { db } from "../db/client"; db();', imports],
  ["lib/storage/relative-open.ts", 'import { log } from "../log"; log();', imports],
  ["lib/storage/alias.ts", 'import { db } from "@/lib/db/client"; db();', imports],
  ["lib/storage/dynamic.ts", 'export const x = () => import("../db/client");', imports],
  ["lib/storage/type.ts", 'import type { Db } from "../db/client"; export type X = Db;', imports],
  ["lib/storage/again.ts", 'export { db } from "../db/client";', imports],
  ["lib/storage/prisma.ts", 'import { x } from "@/generated/sqlite/client/client"; x();', imports],
  ["lib/storage/fine.ts", 'import { log } from "@/lib/log"; import { x } from "./keys"; log(x);', null],
  ["lib/products/files/upward.ts", 'import { x } from "@/lib/shop/purchase/purchase"; x();', imports],
  ["lib/products/files/shape.ts", 'import type { Offer } from "@/lib/shop/schema"; export type X = Offer;', null],
  ["lib/products/files/downward.ts", 'import { x } from "@/lib/storage/storage"; x();', null],
  ["lib/products/files/component.ts", 'import { x } from "../../components/ui/button"; x();', imports],
  ["lib/products/files/door.ts", 'import { x } from "../../app/page"; x();', imports],
  ["lib/shop/purchase/demo.ts", 'import { x } from "@/lib/devnet/faucet"; x();', imports],
  [
    "lib/shop/purchase/fine.ts",
    'import { x } from "@/lib/entitlements/grant"; import { y } from "@/lib/products/files/find-file"; x(y);',
    null,
  ],
  ["lib/payment-methods/evm/facilitator/prisma.ts", 'import { db } from "@/lib/db/client"; db();', imports],
  [
    "lib/payment-methods/evm/facilitator/fine.ts",
    'import { x } from "@/lib/payment-methods/evm/gas/lease"; x();',
    null,
  ],
  [
    "lib/payment-methods/evm/gas/fine.ts",
    'import { db } from "@/lib/db/client"; import { x } from "@/lib/payment-methods/evm/chain/clients"; db(x);',
    null,
  ],
  ["lib/payment-methods/evm/gas/named.ts", 'import { x } from "@/lib/sign-in/named-sellers"; x();', null],
  ["lib/payment-methods/evm/gas/sideways.ts", 'import { x } from "@/lib/sign-in/seller-session"; x();', imports],
  ["lib/payment-methods/evm/gas/upward.ts", 'import { x } from "../facilitator/facilitator"; x();', imports],
  ["lib/payments/file.ts", 'import { x } from "@/lib/products/files/find-file"; x();', imports],
  ["lib/payments/chain.ts", 'import { x } from "@/lib/payment-methods/evm/chain/clients"; x();', imports],
  ["lib/payments/wire.ts", 'import { x } from "@/lib/protocols/x402/challenge"; x();', imports],
  ["lib/payments/fine.ts", 'import { db } from "@/lib/db/client"; import { x } from "./ports"; db(x);', null],
  ["lib/http/prisma.ts", 'import { db } from "../db/client"; db();', imports],
  ["lib/jobs/fine.ts", 'import { x } from "@/lib/payments/reconcile"; x();', null],
  ["lib/jobs/upward.ts", 'import { x } from "../../app/page"; x();', imports],
  ["lib/money.ts", 'import { x } from "@/lib/shop/purchase/purchase"; x();', imports],
  [
    "lib/clock.ts",
    'import { x } from "@/lib/payment-methods/evm/chain/networks"; import { y } from "./errors"; x(y);',
    null,
  ],
  ["lib/metrics.ts", 'import { x } from "../components/ui/button"; x();', imports],
  ["lib/boot.ts", 'import { x } from "@/lib/db/migrate"; x();', null],
  ["components/files/server.tsx", 'import { settings } from "@/lib/settings/settings"; settings();', imports],
  ["components/files/server-relative.tsx", 'import { settings } from "../../lib/env"; settings();', imports],
  ["components/files/type.tsx", 'import type { Db } from "@/lib/db/client"; export type X = Db;', imports],
  [
    "components/files/fine.tsx",
    'import { x } from "@/lib/products/files/schema"; import { y } from "@/components/ui/button"; x(y);',
    null,
  ],
  ["components/files/numbers.tsx", 'import { x } from "@/lib/gifts/limits"; x();', null],
  [
    "components/files/server-numbers.tsx",
    'import { x } from "@/lib/uploads/admission/quotas-and-lifetimes"; x();',
    imports,
  ],
  ["app/f/database.tsx", 'import { db } from "@/lib/db/client"; db();', imports],
  ["app/api/x/database.ts", 'import { db } from "../../../lib/db/client"; db();', imports],
  ["app/api/x/demo.ts", 'import { x } from "@/lib/devnet/faucet"; x();', imports],
  ["app/api/devnet/x/fine.ts", 'import { x } from "@/lib/devnet/faucet"; x();', null],
  ["app/api/devnet/x/database.ts", 'import { db } from "@/lib/db/client"; db();', imports],
  ["pages/api/x.ts", 'import { db } from "@/lib/db/client"; db();', imports],
  ["lib/http/environment.ts", "export const a = process.env.SESSION_SECRET;", environment],
  ["app/api/x/environment.ts", "export const a = process.env.SESSION_SECRET;", environment],
  ["lib/settings/other.ts", "export const a = process.env.SESSION_SECRET;", null],
  ["scripts/fine.mjs", "export const a = process.env.SESSION_SECRET;", null],
  ["lib/http/server.ts", 'import { x } from "@/server/wall"; x();', imports],
  ["lib/http/server-relative.ts", 'import { x } from "../../server/wall"; x();', imports],
  ["app/api/x/server.ts", 'import { x } from "@/server/doors"; x();', imports],
  ["pages/server.ts", 'import { x } from "../server/doors"; x();', imports],
  ["server/database.ts", 'import { db } from "@/lib/db/client"; db();', imports],
  ["server/page.ts", 'import { x } from "../app/page"; x();', imports],
  [
    "server/fine.ts",
    'import { x } from "@/lib/http/problem"; import { y } from "@/lib/settings/read-at-start"; import { z } from "./wall"; x(y, z);',
    null,
  ],
  ["server/environment.ts", "export const a = process.env.SESSION_SECRET;", environment],
  ["commands/chain.ts", 'import { x } from "@/lib/payment-methods/evm/gas/send-transaction"; x();', imports],
  ["commands/fine.ts", 'import { x } from "@/lib/db/migrate"; x();', null],
  ["lib/products/files/barrel.ts", 'export * from "./find-file";', "lint/performance/noReExportAll"],
  ["lib/products/files/any.ts", "export const a = (b: any) => b;", "lint/suspicious/noExplicitAny"],
  ["lib/products/files/only.test.ts", 'test.only("x", () => {});', "lint/suspicious/noFocusedTests"],
];

type Report = { diagnostics: { category: string; severity: string; location: { path: string | { file: string } } }[] };

/** Runs the real linter with the real rules on the files above, in their own folder. */
async function lint(folder: string): Promise<Map<string, string[]>> {
  const config = JSON.parse(readFileSync(join(root, "biome.json"), "utf8"));
  writeFileSync(join(folder, "biome.json"), JSON.stringify({ ...config, $schema: undefined, vcs: undefined }));
  for (const [path, line] of rows) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), `${line}\n`);
  }
  const biome = join(root, "node_modules/@biomejs/biome/bin/biome");
  const run = promisify(execFile)(process.execPath, [biome, "lint", "--reporter=json", "--max-diagnostics=none"], {
    cwd: folder,
  });
  // It ends with an error, as it should: the report is what counts.
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  const found = new Map<string, string[]>();
  for (const { category, severity, location } of (JSON.parse(stdout) as Report).diagnostics) {
    const path = typeof location.path === "string" ? location.path : location.path.file;
    if (severity === "error") found.set(path, [...(found.get(path) ?? []), category]);
  }
  return found;
}

describe("the linter", () => {
  let folder: string;
  let found: Map<string, string[]>;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "filekiosk-lint-"));
    found = await lint(folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(rows.filter(([, , rule]) => rule !== null))("refuses %s: %s", (path, _, rule) => {
    expect(found.get(path) ?? []).toContain(rule);
  });

  test.each(rows.filter(([, , rule]) => rule === null))("allows %s: %s", (path) => {
    expect(found.get(path) ?? []).toEqual([]);
  });
});

test("server files of lib say so, so that none ends in the browser", () => {
  const shared =
    /\.(?:test|contract)\.tsx?$|\/schema\.ts$|^(?:settings\/(?!settings\.ts$)[\w/-]+|text-encoding\/[\w-]+|errors|media-codecs|media-types|money|read-number|read-size|foreign-answers|clock)\.ts$|^payment-methods\/evm\/chain\/(?:networks|signature-forms|usdc\.abi)\.ts$|^payment-methods\/evm\/chain-backup\/offer-nonce\.ts$|^eip4361\/[\w-]+\.ts$|^devnet\/accounts\.ts$|^payments\/reasons\.ts$|^(?:complaints|reports|sellers|gifts|storage-ends|links|domains)\/limits\.ts$|^seller-pages\/periods\.ts$|^products\/storage\/price\.ts$|^reports\/read-form\.ts$|^i18n\/(?:messages\/(?:en|fr|ar)(?:\/\w+)?|locales|message|words|words-context|hooks|load-words)\.tsx?$/;
  const files = readdirSync("lib", { recursive: true, encoding: "utf8" }).filter((path) => /\.tsx?$/.test(path));
  const silent = files.filter(
    (path) => !shared.test(path) && !/^import "server-only";$/m.test(readFileSync(join("lib", path), "utf8")),
  );
  expect(silent).toEqual([]);
});

test("components take only types from schemas that bring zod, which weighs 30 KB on a page", () => {
  const schemas = readdirSync("lib", { recursive: true, encoding: "utf8" }).filter((file) => /schema\.ts$/.test(file));
  const heavy = new Set(
    schemas
      .filter((file) => /from "zod"/.test(readFileSync(join("lib", file), "utf8")))
      .map((file) => file.replace(/\.ts$/, "")),
  );
  expect([...heavy]).toContain("complaints/schema");
  const values = readdirSync("components", { recursive: true, encoding: "utf8" })
    .filter((file) => /(?<!\.test)\.tsx?$/.test(file))
    .flatMap((file) => {
      const text = readFileSync(join("components", file), "utf8");
      const found = text.matchAll(/^import (?!type )[^;]*? from "(?:@|(?:\.\.\/)+)\/?lib\/([\w/.-]+)";/gms);
      return [...found].filter(([, from = ""]) => heavy.has(from)).map(([, from]) => `${file}: ${from}`);
    });
  expect(values).toEqual([]);
});
