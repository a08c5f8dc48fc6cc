import "server-only";
import { MINUTE, SECOND } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { orLate, startDeadline } from "@/lib/deadline";
import { freeBytes } from "@/lib/disk";
import { readFigures } from "@/lib/figures/read-figures";
import { readSalesLeft } from "@/lib/payment-methods/evm/gas/sales-left";
import { mayMoveMoney } from "@/lib/restoration/may-move-money";
import { settings } from "@/lib/settings/settings";
import { countNotices } from "./dead-notices";
import { lastFindings, readFindings } from "./findings";
import { failingJobs } from "./jobs";
import type { Attention, Overview } from "./schema";
import { readStorageMoney } from "./storage-money";

/** A settlement that has been open for longer than this (ms) needs a look. */
const STUCK_AFTER = 15 * MINUTE;
/** With gas for fewer sales than this the operator is warned, as by the doctor. */
const FEW_SALES = 100;
/** How long the page waits for a chain and for the doctor (ms). */
const PATIENCE = 3 * SECOND;
/** Days of the figures. */
const DAYS = 30;

/** The first page: what waits for the operator, the worst first, and the figures of a month. */
export async function readOverview(now: Date): Promise<Overview> {
  const [attention, figures, storage] = await Promise.all([
    readAttention(now),
    readFigures(DAYS, now),
    readStorageMoney(),
  ]);
  return { attention, figures, storage, examinedAt: lastFindings()?.at.toISOString() ?? null };
}

/** @returns the worst first */
export async function readAttention(now: Date): Promise<Attention[]> {
  const found = await Promise.all([
    restoring(),
    waitingPeople(),
    stuck(now),
    foundTransfers(),
    owedStorage(),
    disk(),
    gas(),
    jobs(),
    doctor(now),
  ]);
  const all = found.flat();
  return [...all.filter(({ tone }) => tone === "bad"), ...all.filter(({ tone }) => tone !== "bad")];
}

async function restoring(): Promise<Attention[]> {
  return (await mayMoveMoney()) ? [] : [{ kind: "restore-unconfirmed", tone: "bad" }];
}

/** Reports and appeals by people, and messages that could not be delivered. */
async function waitingPeople(): Promise<Attention[]> {
  const open = { where: { state: "open" } };
  const [reports, appeals, { dead }] = await Promise.all([
    db().report.count(open),
    db().appeal.count(open),
    countNotices(),
  ]);
  const counted: Extract<Attention, { count: number }>[] = [
    { kind: "reports", tone: "warn", count: reports },
    { kind: "appeals", tone: "warn", count: appeals },
    { kind: "dead-notices", tone: "warn", count: dead },
  ];
  return counted.filter(({ count }) => count > 0);
}

async function stuck(now: Date): Promise<Attention[]> {
  const where = { state: { in: ["settling", "unknown"] }, createdAt: { lt: new Date(now.getTime() - STUCK_AFTER) } };
  const [count, oldest] = await Promise.all([
    db().transfer.count({ where }),
    db().transfer.findFirst({ where, orderBy: { createdAt: "asc" }, select: { createdAt: true } }),
  ]);
  if (!oldest) return [];
  return [{ kind: "settlements-stuck", tone: "bad", count, since: oldest.createdAt.toISOString() }];
}

async function foundTransfers(): Promise<Attention[]> {
  const count = await db().foundTransfer.count({ where: { waitsForOperator: true, allowedAt: null } });
  return count > 0 ? [{ kind: "found-waiting", tone: "warn", count }] : [];
}

async function owedStorage(): Promise<Attention[]> {
  const money = await readStorageMoney();
  return money && money.owing > 0
    ? [{ kind: "storage-owed", tone: "warn", count: money.owing, amount: money.owed }]
    : [];
}

async function disk(): Promise<Attention[]> {
  const { dataDir, minFreeSpace } = settings();
  const bytes = await freeBytes(dataDir);
  if (bytes < minFreeSpace) return [{ kind: "disk-full", tone: "bad", bytes }];
  return bytes < 2 * minFreeSpace ? [{ kind: "disk-low", tone: "warn", bytes }] : [];
}

async function gas(): Promise<Attention[]> {
  const found = settings().networks.map(async (network): Promise<Attention[]> => {
    const choice = settings().facilitators[network.chainId];
    if (choice?.kind !== "embedded") return [];
    const left = await orLate(readSalesLeft(network, choice.gasKey), startDeadline(PATIENCE)).catch(() => null);
    if (!left || left.sales >= FEW_SALES) return [];
    const { sales } = left;
    const { name } = network;
    return [
      sales < 1
        ? { kind: "gas-empty", tone: "bad", network: name, sales }
        : { kind: "gas-low", tone: "warn", network: name, sales },
    ];
  });
  return (await Promise.all(found)).flat();
}

async function jobs(): Promise<Attention[]> {
  return failingJobs().map((job) => ({ kind: "job-failing", tone: "bad", job }));
}

/** Codes that this page reports by itself. */
const told = new Set(["gas-empty", "gas-low", "disk-full", "disk-low"]);

/** An examination that takes longer goes on: the next request shows what it found. */
async function doctor(now: Date): Promise<Attention[]> {
  const findings = (await orLate(readFindings(now), startDeadline(PATIENCE)).catch(() => null)) ?? lastFindings();
  const troubles = (findings?.examined ?? []).flatMap(({ findings }) => findings);
  return troubles
    .filter(({ severity, code }) => severity !== "fine" && !told.has(code))
    .map(({ severity, code, words, about }) => {
      const named = about && !words.startsWith(about) ? `${about}: ${words}` : words;
      return { kind: "doctor", tone: severity === "fault" ? "bad" : "warn", words: named, code };
    });
}
