import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { PEER_HEADER } from "@/lib/http/client-ip";
import { startJobs, stopJobs } from "@/lib/jobs/runner";
import { forgetPerProcess } from "@/lib/process";
import { resetSettings } from "@/lib/settings/settings";
import { insertSales, saleLike } from "@/test/rows";
import { openShop, type Shop } from "@/test/shop";
import { GET } from "./route";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());
afterEach(() => {
  for (const name of ["METRICS_TOKEN", "TRUSTED_PROXIES"]) delete process.env[name];
  resetSettings();
  forgetPerProcess("metrics-answer");
});

const TOKEN = "a-token-of-the-monitoring";
const local = { [PEER_HEADER]: "127.0.0.1" };
const ask = (headers: Record<string, string>) => GET(new Request("http://localhost:3000/metrics", { headers }));

function set(name: string, value: string): void {
  process.env[name] = value;
  resetSettings();
}

describe("GET /metrics is there for", () => {
  it.each(["127.0.0.1", "::1", "::ffff:127.0.0.1", "127.9.9.9"])("a program of this machine (%s)", async (peer) => {
    expect((await ask({ [PEER_HEADER]: peer })).status).toBe(200);
  });

  it("the same where Next has written the socket's address into X-Forwarded-For", async () => {
    expect((await ask({ ...local, "x-forwarded-for": "127.0.0.1" })).status).toBe(200);
  });

  it("any request with the token, from anywhere", async () => {
    set("METRICS_TOKEN", TOKEN);
    expect((await ask({ [PEER_HEADER]: "203.0.113.9", authorization: `Bearer ${TOKEN}` })).status).toBe(200);
  });
});

describe("GET /metrics is not there for", () => {
  const strangers: [string, Record<string, string>][] = [
    ["another machine", { [PEER_HEADER]: "203.0.113.9" }],
    ["an unknown peer", {}],
    ["another machine that claims to be this one", { [PEER_HEADER]: "203.0.113.9", "x-forwarded-for": "127.0.0.1" }],
    ["what a proxy of this machine passes on", { ...local, "x-forwarded-for": "203.0.113.9" }],
    ["the same by another header", { ...local, forwarded: "for=203.0.113.9" }],
    ["a token where none is set", { [PEER_HEADER]: "203.0.113.9", authorization: "Bearer undefined" }],
  ];
  it.each(strangers)("%s", async (_, headers) => {
    const response = await ask(headers);
    expect([response.status, (await response.json()).code]).toEqual([404, "not_found"]);
  });

  it("this machine with a proxy in front", async () => {
    set("TRUSTED_PROXIES", "1");
    expect((await ask(local)).status).toBe(404);
  });

  it.each([undefined, "Bearer ", "Bearer wrong-token-of-somebody", TOKEN])(
    "a wrong token (%s), whoever shows it",
    async (authorization) => {
      set("METRICS_TOKEN", TOKEN);
      expect((await ask({ ...local, ...(authorization ? { authorization } : {}) })).status).toBe(404);
    },
  );
});

it("says what an operator watches, by the text format, and nothing about anybody", async () => {
  const { id } = await shop.sell();
  const { header } = await shop.sign(id);
  const outcome = await shop.buy(id, { payment: header });
  if (outcome.kind !== "granted") throw new Error(outcome.kind);
  const { payment } = outcome;
  if (!payment) throw new Error("no payment");
  await insertSales([saleLike(payment, { state: "unknown", createdAt: new Date(Date.now() - 90_000) })]);
  await db().file.update({ where: { id }, data: { priceChecks: 7 } });
  const ran = new Promise<void>((resolve) => {
    startJobs([{ name: "tried", everyMs: 60_000, run: async () => resolve() }]);
  });
  await ran;
  await stopJobs();

  const response = await ask(local);
  expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  const text = await response.text();
  const value = (series: string) =>
    Number(
      text
        .split("\n")
        .find((line) => line.startsWith(`${series} `))
        ?.split(" ")[1],
    );
  expect(value('filekiosk_payments{state="settled"}')).toBe(1);
  expect(value('filekiosk_payments{state="unknown"}')).toBe(1);
  expect(value('filekiosk_payments{state="reverted"}')).toBe(0);
  expect(value("filekiosk_oldest_unknown_payment_age_seconds")).toBeGreaterThanOrEqual(90);
  expect(value("filekiosk_oldest_unknown_payment_age_seconds")).toBeLessThan(150);
  const series = 'network="eip155:31337",outcome="settled"';
  expect(value(`filekiosk_settlement_duration_seconds_count{${series}}`)).toBe(1);
  expect(value(`filekiosk_settlement_duration_seconds_sum{${series}}`)).toBeGreaterThan(0);
  expect(value('filekiosk_gas_sales_left{network="eip155:31337"}')).toBeGreaterThan(100);
  const balance = BigInt(await shop.chain.rpc<string>("eth_getBalance", [shop.chain.accounts.gas.address, "latest"]));
  expect(value('filekiosk_gas_balance_coins{network="eip155:31337"}')).toBeCloseTo(Number(balance) / 1e18, 3);
  expect(value('filekiosk_gas_lease_held{network="eip155:31337"}')).toBe(1);
  expect(value("filekiosk_challenges_total")).toBe(7);
  expect(value('filekiosk_job_last_success_timestamp_seconds{job="tried"}')).toBeGreaterThan(Date.now() / 1_000 - 60);
  expect(value("process_resident_memory_bytes")).toBeGreaterThan(1e6);
  expect(value("process_start_time_seconds")).toBeGreaterThan(0);

  for (const line of text.split("\n")) {
    expect(line).toMatch(/^(?:|# (?:HELP|TYPE) .+|[a-z_0-9]+(?:\{[a-z_0-9]+="[^"]*"(?:,[a-z_0-9]+="[^"]*")*\})? \S+)$/);
  }
  // Whole lines of the same name appear once.
  const types = text.split("\n").filter((line) => line.startsWith("# TYPE"));
  expect(new Set(types).size).toBe(types.length);
  for (const secret of ["0x", "http", shop.sellerId, id, process.env.SESSION_SECRET ?? "?", shop.chain.rpcUrl]) {
    expect(text.toLowerCase()).not.toContain(secret.toLowerCase());
  }
});

it("leaves the gas account out while the chain does not answer", async () => {
  process.env.RPC_URL_31337 = "http://127.0.0.1:9";
  resetSettings();
  const text = await (await ask(local)).text();
  process.env.RPC_URL_31337 = shop.chain.rpcUrl;
  expect(text).toContain('filekiosk_payments{state="settled"} 1');
  expect(text).not.toContain("filekiosk_gas_sales_left{");
});
