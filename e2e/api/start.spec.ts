import { mkdtempSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { startTestChain, type TestChain } from "../../test/chain";
import { devnetEnv, freePort, startAndFail, startApp } from "../stack";

/** A start with settings that cannot be right stops with code 1 and names the fix. */
test.describe.configure({ mode: "serial" });

let chain: TestChain;
test.beforeAll(async () => {
  chain = await startTestChain();
});
test.afterAll(() => chain?.stop());

const base = () => devnetEnv(chain, mkdtempSync(join(tmpdir(), "filekiosk-start-")));
const realNetwork = { NETWORKS: "eip155:8453", RPC_URL_8453: "https://rpc.example", APP_URL: "https://shop.example" };
const ownKey = `0x${"7c".repeat(32)}`;

const rows: [string, (env: Record<string, string>) => Record<string, string>, RegExp][] = [
  ["no settings at all", () => ({}), /NETWORKS[\s\S]*npm run demo/],
  ["no RPC for a network", ({ RPC_URL_31337: _, ...env }) => env, /RPC_URL_31337/],
  ["no gas key for the embedded facilitator", ({ GAS_KEY: _, ...env }) => env, /GAS_KEY/],
  ["no session secret", ({ SESSION_SECRET: _, ...env }) => env, /SESSION_SECRET/],
  ["a demo key on a real network", (env) => ({ ...env, ...realNetwork }), /GAS_KEY/],
  [
    "the devnet beside a real network",
    (env) => ({ ...env, ...realNetwork, NETWORKS: "eip155:31337,eip155:8453", GAS_KEY: ownKey }),
    /31337/,
  ],
  [
    "plain http off localhost",
    (env) => ({ ...env, ...realNetwork, GAS_KEY: ownKey, APP_URL: "http://shop.example" }),
    /APP_URL/,
  ],
  [
    "a devnet that is not on this machine",
    (env) => ({ ...env, RPC_URL_31337: "http://192.0.2.1:8545" }),
    /RPC_URL_31337/,
  ],
  ["a misspelt setting", (env) => ({ ...env, MAX_FILESIZE: "1GB" }), /MAX_FILE_SIZE/],
  ["nginx that nobody trusts", (env) => ({ ...env, SEND_FILES: "nginx" }), /TRUSTED_PROXIES=1/],
  ["a price that is none", (env) => ({ ...env, MIN_PRICE: "cheap" }), /MIN_PRICE/],
  ["a chain that does not answer", (env) => ({ ...env, RPC_URL_31337: "http://127.0.0.1:9" }), /RPC_URL_31337/],
];

for (const [what, change, words] of rows) {
  test(`stops: ${what}`, async () => {
    const { code, output } = await startAndFail(change(base()));
    expect(output).toMatch(words);
    expect(code).toBe(1);
    expect(output).not.toMatch(/\n\s+at /);
    expect(output).not.toContain(chain.accounts.gas.key);
  });
}

test("stops: a port that is taken", async () => {
  const port = await freePort();
  const server = createServer();
  await new Promise<void>((ready) => server.listen(port, "127.0.0.1", ready));
  const { code, output } = await startAndFail({ ...base(), PORT: String(port) });
  expect(output).toContain(String(port));
  expect(output).toContain("PORT");
  expect(code).toBe(1);
  server.close();
});

test("keeps its data over a restart, and SIGTERM ends it with code 0", async () => {
  const env = base();
  const first = await startApp(env);
  expect(await first.stop()).toBe(0);
  const second = await startApp(env);
  expect((await fetch(`${second.url}/healthz`)).status).toBe(200);
  expect(await second.stop("SIGINT")).toBe(0);
});
