import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { makePass, PASS_HEADER } from "@/lib/doctor-probe/pass";
import { PEER_HEADER, warnOfUncountedProxy } from "@/lib/http/client-ip";
import { forgetPerProcess, perProcess } from "@/lib/process";
import { resetSettings, settings } from "@/lib/settings/settings";
import packageJson from "@/package.json";
import { startTestChain, type TestChain } from "@/test/chain";
import { freshDatabase } from "@/test/database";
import * as healthz from "../healthz/route";
import * as versionRoute from "../version/route";
import * as readyz from "./route";

let chain: TestChain;
let database: Awaited<ReturnType<typeof freshDatabase>>;

beforeAll(async () => {
  chain = await startTestChain();
});
afterAll(() => chain.stop());
beforeEach(async () => {
  change({
    RPC_URL_31337: chain.rpcUrl,
    MIN_FREE_SPACE: "1MB",
    FACILITATOR: undefined,
    GAS_KEY: chain.accounts.gas.key,
  });
  database = await freshDatabase();
  forgetPerProcess("readiness");
  forgetPerProcess("facilitator");
  return () => database.close();
});

function change(environment: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(environment)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  resetSettings();
}

async function ask(handler: (request: Request) => Promise<Response>, peer = "127.0.0.1") {
  const response = await handler(new Request("http://localhost:3000/readyz", { headers: { [PEER_HEADER]: peer } }));
  return { status: response.status, body: await response.json(), headers: response.headers };
}

async function expectNotReady(...names: string[]): Promise<void> {
  const { status, body, headers } = await ask(readyz.GET);
  expect([status, body.code, body.notReady]).toEqual([503, "not_ready", names]);
  expect(headers.get("retry-after")).toBe("5");
  expect(JSON.stringify(body)).not.toMatch(/https?:|127\.0\.0\.1|\/tmp|0x[0-9a-f]{40}/i);
}

it("is ready when database, disk, chain and gas are there, and leaves nothing behind", async () => {
  const names = [
    "database",
    "storage",
    "free space",
    "visitors",
    "decoding of pictures",
    "Devnet",
    "settlement on Devnet",
  ];
  const { status, body } = await ask(readyz.GET);
  expect([status, body]).toEqual([200, { status: "ready", checks: names.map((name) => ({ name, ready: true })) }]);
  expect(readdirSync(join(database.dir, "files"))).toEqual([]);
});

it("is ready, with a warning, where programs that decode pictures could read the shop's files", async () => {
  const kept = forgetPerProcess("previews.confinement");
  perProcess("previews.confinement", async () => ({ network: false, files: true, command: () => [] }));
  forgetPerProcess("readiness");
  const { status, body } = await ask(readyz.GET);
  const pictures = body.checks.find(({ name }: { name: string }) => name === "decoding of pictures");
  expect([status, pictures.ready, pictures.warning]).toEqual([
    200,
    true,
    "Programs that decode uploaded pictures can read the shop's files and settings here. `npm run doctor` says what to do.",
  ]);
  forgetPerProcess("previews.confinement");
  if (kept) perProcess("previews.confinement", () => kept);
});

it("is ready, with a warning, when a proxy is there that is not counted; for an hour after it was seen last", async () => {
  const throughProxy = { [PEER_HEADER]: "127.0.0.1", "x-forwarded-for": "203.0.113.7" };
  await readyz.GET(new Request("http://localhost:3000/readyz", { headers: throughProxy }));
  forgetPerProcess("readiness");
  const { status, body } = await ask(readyz.GET);
  const visitors = body.checks.find(({ name }: { name: string }) => name === "visitors");
  expect([status, body.status, visitors.ready]).toEqual([200, "ready", true]);
  expect(visitors.warning).toContain("TRUSTED_PROXIES is 0, so all visitors count as one address");
  expect(warnOfUncountedProxy(new Date(Date.now() + 61 * MINUTE))).toBeUndefined();
  forgetPerProcess("uncounted-proxy");
});

it("tells a stranger whether it is ready, and nothing of why", async () => {
  const stranger = "203.0.113.9";
  expect((await ask(readyz.GET, stranger)).body).toEqual({ status: "ready" });
  rmSync(join(database.dir, "files"), { recursive: true });
  writeFileSync(join(database.dir, "files"), "a file where the folder should be");
  forgetPerProcess("readiness");
  const { status, body, headers } = await ask(readyz.GET, stranger);
  expect([status, headers.get("retry-after"), Object.keys(body).sort()]).toEqual([
    503,
    "5",
    ["code", "requestId", "status", "title", "type"],
  ]);
});

it("tells npm run doctor why, through any proxy, and nobody with a pass for something else", async () => {
  change({ MIN_FREE_SPACE: "900TiB", TRUSTED_PROXIES: "1" });
  const asked = { method: "GET", path: "/readyz" };
  const askWith = async (pass: string) => {
    const headers = { [PEER_HEADER]: "203.0.113.9", [PASS_HEADER]: pass };
    return (await (await readyz.GET(new Request("http://localhost:3000/readyz", { headers }))).json()).notReady;
  };
  const { sessionSecret } = settings();
  expect(await askWith(makePass("readiness", asked, sessionSecret, new Date()))).toEqual(["free space"]);
  expect(await askWith(makePass("seen", asked, sessionSecret, new Date()))).toBeUndefined();
  expect(await askWith(makePass("readiness", asked, `${sessionSecret}!`, new Date()))).toBeUndefined();
  change({ TRUSTED_PROXIES: undefined });
});

it("tells a monitoring program with the metrics token why, from anywhere", async () => {
  change({ MIN_FREE_SPACE: "900TiB", METRICS_TOKEN: "a-token-of-the-monitoring" });
  const askWith = async (token: string) => {
    const headers = { [PEER_HEADER]: "203.0.113.9", authorization: `Bearer ${token}` };
    return (await (await readyz.GET(new Request("http://localhost:3000/readyz", { headers }))).json()).notReady;
  };
  expect(await askWith("a-token-of-the-monitoring")).toEqual(["free space"]);
  expect(await askWith("another-token-of-somebody")).toBeUndefined();
  change({ METRICS_TOKEN: undefined });
});

it("names a database that does not answer", async () => {
  await db().$disconnect();
  for (const name of readdirSync(database.dir)) rmSync(join(database.dir, name), { recursive: true });
  mkdirSync(join(database.dir, "filekiosk.db"));
  await expectNotReady("database");
});

it("names a storage folder that cannot be written", async () => {
  writeFileSync(join(database.dir, "files"), "a file where the folder should be");
  await expectNotReady("storage");
});

it("names a disk with less room than uploads must leave", async () => {
  change({ MIN_FREE_SPACE: "900TiB" });
  await expectNotReady("free space");
});

it("names a chain that does not answer, without its address", async () => {
  change({ RPC_URL_31337: "http://127.0.0.1:9" });
  await expectNotReady("Devnet", "settlement on Devnet");
});

it("names a chain that is another one", async () => {
  const other = await startTestChain({ chainId: 84532 });
  change({ RPC_URL_31337: other.rpcUrl });
  await expectNotReady("Devnet", "settlement on Devnet");
  await other.stop();
});

it("names an empty gas account", async () => {
  await chain.rpc("anvil_setBalance", [chain.accounts.gas.address, "0x0"]);
  await expectNotReady("settlement on Devnet");
  await chain.rpc("anvil_setBalance", [chain.accounts.gas.address, "0x56bc75e2d63100000"]);
});

/** Gives the gas account what `sales` settlements cost at the present fee, and a little more. */
async function leaveGasFor(sales: bigint): Promise<void> {
  const block = await chain.rpc<{ baseFeePerGas: string }>("eth_getBlockByNumber", ["latest", false]);
  const tip = BigInt(await chain.rpc<string>("eth_maxPriorityFeePerGas", []));
  const cost = (BigInt(block.baseFeePerGas) + tip) * 103_000n;
  await chain.rpc("anvil_setBalance", [chain.accounts.gas.address, `0x${(cost * sales + cost / 2n).toString(16)}`]);
}

it("warns below 100 sales of gas, and is not ready below one", async () => {
  const settlement = async () => {
    forgetPerProcess("readiness");
    const { status, body } = await ask(readyz.GET);
    return [status, body.checks.find(({ name }: { name: string }) => name === "settlement on Devnet")];
  };
  const name = "settlement on Devnet";
  await leaveGasFor(100n);
  expect(await settlement()).toEqual([200, { name, ready: true }]);
  await leaveGasFor(99n);
  expect(await settlement()).toEqual([200, { name, ready: true, warning: "About 99 sales of gas left." }]);
  await leaveGasFor(1n);
  expect(await settlement()).toEqual([200, { name, ready: true, warning: "About 1 sales of gas left." }]);
  await leaveGasFor(0n);
  expect(await settlement()).toEqual([503, { name, ready: false }]);
  await chain.rpc("anvil_setBalance", [chain.accounts.gas.address, "0x56bc75e2d63100000"]);
});

it("is not ready while the network asks for more than the cap on fees", async () => {
  change({ MAX_FEE_PER_GAS: "0.000000001" });
  await expectNotReady("settlement on Devnet");
  change({ MAX_FEE_PER_GAS: undefined });
});

it("names a remote facilitator that does not answer", async () => {
  change({ FACILITATOR: "http://127.0.0.1:9", GAS_KEY: undefined });
  await expectNotReady("settlement on Devnet");
});

it("answers many at once by looking once, and looks again later", async () => {
  await Promise.all(Array.from({ length: 20 }, () => ask(readyz.GET)));
  change({ MIN_FREE_SPACE: "900TiB" });
  expect((await ask(readyz.GET)).status).toBe(200);
  forgetPerProcess("readiness");
  expect((await ask(readyz.GET)).status).toBe(503);
});

it("is alive whatever else is down, and says its version", async () => {
  change({ RPC_URL_31337: "http://127.0.0.1:9" });
  await db().$disconnect();
  expect(await ask(healthz.GET)).toMatchObject({ status: 200, body: { status: "ok" } });
  expect((await ask(versionRoute.GET)).body).toEqual({ name: "filekiosk", version: packageJson.version });
});
