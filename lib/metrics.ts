import "server-only";
import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { privateKeyToAccount } from "viem/accounts";
import { SECOND } from "./clock";
import { db } from "./db/client";
import { lastSuccesses } from "./jobs/runner";
import { log } from "./log";
import { readStorageMoney } from "./operator/storage-money";
import { troubleOn } from "./payment-methods/evm/chain/known-trouble";
import type { Network } from "./payment-methods/evm/chain/networks";
import { safeChainError } from "./payment-methods/evm/chain/safe-error";
import { TOKEN_TROUBLES } from "./payment-methods/evm/chain/schema";
import { foreignTransactionsSeen } from "./payment-methods/evm/gas/foreign-transactions";
import { isLeaseHeld } from "./payment-methods/evm/gas/lease";
import { readSalesLeft, type SalesLeft } from "./payment-methods/evm/gas/sales-left";
import { readWaste, WASTE_POOLS, wasteAllowance } from "./payment-methods/evm/gas/waste-pools";
import { orderAfter } from "./payments/ledger";
import { PAYMENT_STATES } from "./payments/schema";
import { settlementTimes } from "./payments/settlement-times";
import { isUnresolved, UNRESOLVED } from "./payments/states";
import { forgetPerProcess, perProcess } from "./process";
import { allUnwrittenCounts } from "./products/files/counters";
import { SCAN_STATES } from "./scanning/may-be-sold";
import { scanCounts } from "./scanning/scan-bytes";
import { settings } from "./settings/settings";

/** The numbers of a chain that is slower than this (ms) are left out: the others must not wait for it. */
const CHAIN_TIMEOUT = 3 * SECOND;
/** A result is reused for this long, so that frequent requests cost database and chain nothing. */
const ANSWER_KEPT = 2 * SECOND;

type Kept = { until: number; answer: Promise<string> };

/**
 * Everything an operator monitors, in the text format of Prometheus. No secret, no address and nothing about individual
 * payers, sellers or files. Counts of payments and views are from the database, for all processes; the rest is of this
 * process.
 *
 * @param now also decides how long a result is reused
 */
export async function readMetrics(now: Date): Promise<string> {
  const kept = perProcess<{ last: Kept | null }>("metrics-answer", () => ({ last: null }));
  if (!kept.last || kept.last.until <= now.getTime()) {
    const answer = collect(now);
    kept.last = { until: now.getTime() + ANSWER_KEPT, answer };
    // A failure is reported once and not reused.
    answer.catch(() => forgetPerProcess("metrics-answer"));
  }
  return kept.last.answer;
}

async function collect(now: Date): Promise<string> {
  const registry = new Registry();
  registry.registerMetric(settlementTimes());
  await Promise.all([addPayments(registry, now), addCounts(registry), addGas(registry, now)]);
  addJobs(registry);
  await addScans(registry);
  addTroubles(registry);
  await addStorage(registry);
  return Registry.merge([ofProcess(), registry]).metrics();
}

/** Memory, processor time, event loop and uptime, by the library's own names. */
function ofProcess(): Registry {
  return perProcess("metrics-process", () => {
    const register = new Registry();
    collectDefaultMetrics({ register });
    return register;
  });
}

async function addPayments(registry: Registry, now: Date): Promise<void> {
  const sale = { direction: "sale" };
  // By indexes alone, however many payments there are. Only open orders need their transfer's state, and few are open.
  const [orders, open, watched, oldest] = await Promise.all([
    db().order.groupBy({ by: ["state"], _count: { _all: true } }),
    db().transfer.groupBy({
      by: ["state"],
      where: { ...sale, state: { in: [...UNRESOLVED] } },
      _count: { _all: true },
    }),
    db().transfer.count({ where: { watched: true } }),
    db().transfer.findFirst({
      where: { ...sale, state: "unknown" },
      orderBy: { createdAt: "asc" },
      select: { createdAt: true },
    }),
  ]);
  const payments = gauge(registry, "payments", "Payments by state, for files and for storage.", ["state"]);
  for (const state of PAYMENT_STATES) {
    const group = isUnresolved(state)
      ? open.find((one) => one.state === state)
      : orders.find((one) => one.state === orderAfter({ to: state, now }).state);
    payments.set({ state }, group?._count._all ?? 0);
  }
  gauge(registry, "watched_payments", "Given-up payments that a facilitator may still use.").set(watched);
  gauge(
    registry,
    "oldest_unknown_payment_age_seconds",
    "Age of the oldest payment whose outcome nobody knows; 0 when there is none.",
  ).set(oldest ? Math.max(0, now.getTime() - oldest.createdAt.getTime()) / SECOND : 0);
}

async function addCounts(registry: Registry): Promise<void> {
  const { _sum } = await db().file.aggregate({ _sum: { views: true, priceChecks: true } });
  const unwritten = allUnwrittenCounts();
  const registers = [registry];
  new Counter({
    name: "filekiosk_challenges_total",
    help: "Challenges (402) that asked for a payment.",
    registers,
  }).inc((_sum.priceChecks ?? 0) + unwritten.priceChecks);
  new Counter({ name: "filekiosk_page_views_total", help: "Views of files' pages.", registers }).inc(
    (_sum.views ?? 0) + unwritten.views,
  );
}

async function addGas(registry: Registry, now: Date): Promise<void> {
  const labels = ["network"] as const;
  const sales = gauge(registry, "gas_sales_left", "About how many sales the gas account can pay for.", labels);
  const balance = gauge(registry, "gas_balance_coins", "Balance of the gas account in the network's coin.", labels);
  const aboveCap = gauge(registry, "gas_fee_above_cap", "1 while the network asks for more than the cap.", labels);
  const waste = gauge(registry, "gas_waste_gwei", "Held for and lost by what settles nothing, in 24 hours.", [
    "network",
    "pool",
  ]);
  const wasteAllowed = gauge(registry, "gas_waste_allowed_gwei", "What may be held and lost in 24 hours.", [
    "network",
    "pool",
  ]);
  const lease = gauge(registry, "gas_lease_held", "1 while this process may send from the gas account.", labels);
  const add = async (network: Network) => {
    const facilitator = settings().facilitators[network.chainId];
    if (facilitator?.kind !== "embedded") return;
    const label = { network: network.caip2 };
    const address = privateKeyToAccount(facilitator.gasKey).address.toLowerCase();
    lease.set(label, isLeaseHeld({ chainId: network.chainId, address }, now) ? 1 : 0);
    const left = await inTime(network, readSalesLeft(network, facilitator.gasKey));
    if (!left) return;
    sales.set(label, left.sales);
    balance.set(label, Number(left.balance) / 1e18);
    aboveCap.set(label, left.aboveCap ? 1 : 0);
    for (const pool of WASTE_POOLS) {
      const { held, lost } = await readWaste(db(), { chainId: network.chainId, address }, pool, now);
      waste.set({ ...label, pool }, Number(held + lost));
      wasteAllowed.set({ ...label, pool }, Number(wasteAllowance(network, pool, left.balance)));
    }
  };
  await Promise.all(settings().networks.map(add));
}

/** Null when the chain does not respond in time. */
async function inTime({ chainId }: Network, reading: Promise<SalesLeft>): Promise<SalesLeft | null> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("no answer in time")), CHAIN_TIMEOUT);
  });
  try {
    return await Promise.race([reading, tooLate]);
  } catch (error) {
    log.warn({ err: safeChainError(error), chainId }, "the gas account could not be read for the metrics");
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/** The results of this process's checks of the networks. */
function addTroubles(registry: Registry): void {
  const paused = gauge(registry, "sales_paused", "1 while a network sells nothing for this reason.", [
    "network",
    "reason",
  ]);
  const strangers = gauge(registry, "gas_strangers", "Account nonces lost to another program with the gas key.", [
    "network",
  ]);
  const refused = gauge(registry, "refused_payees", "Payees that the token lets not receive.", ["network"]);
  for (const network of settings().networks) {
    const { trouble, refusedPayees } = troubleOn(network);
    for (const reason of TOKEN_TROUBLES) paused.set({ network: network.caip2, reason }, trouble === reason ? 1 : 0);
    refused.set({ network: network.caip2 }, refusedPayees);
    strangers.set({ network: network.caip2 }, foreignTransactionsSeen(network.chainId));
  }
}

async function addScans(registry: Registry): Promise<void> {
  if (!settings().scanner) return;
  const scans = new Counter({
    name: "filekiosk_scans_total",
    help: "Files that were given to the malware scanner by this process, by result.",
    labelNames: ["result"],
    registers: [registry],
  });
  for (const result of SCAN_STATES) scans.inc({ result }, scanCounts().get(result) ?? 0);
  const waiting = { state: "finished", OR: [{ scan: null }, { scan: "not-scanned" }] };
  gauge(registry, "uploads_unscanned", "Uploads that have no result of the malware scanner.").set(
    await db().upload.count({ where: waiting }),
  );
  const unscanned = { scan: "not-scanned", bytesGoneAt: null };
  gauge(registry, "versions_unscanned", "Versions that went on sale while the malware scanner did not work.").set(
    await db().fileVersion.count({ where: unscanned }),
  );
}

/** What the operator received for storage and owes: beside what sellers received, which is nobody else's business. */
async function addStorage(registry: Registry): Promise<void> {
  const money = await readStorageMoney();
  if (!money) return;
  const add = (name: string, help: string, value: number) => gauge(registry, name, help).set(value);
  add("storage_payments", "Payments for storage that stand.", money.payments);
  add("storage_received_usd", "What they brought the operator, without what was paid back.", Number(money.received));
  add("storage_owed_usd", "What the operator owes for unused days of storage.", Number(money.owed));
}

function addJobs(registry: Registry): void {
  const times = gauge(
    registry,
    "job_last_success_timestamp_seconds",
    "When a job of this process last ended well (Unix time).",
    ["job"],
  );
  for (const [job, at] of lastSuccesses()) times.set({ job }, at.getTime() / SECOND);
}

function gauge<Label extends string = never>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: readonly Label[] = [],
): Gauge<Label> {
  return new Gauge({ name: `filekiosk_${name}`, help, labelNames, registers: [registry] });
}
