import "server-only";
import { db } from "@/lib/db/client";
import { prepared } from "@/lib/db/prepared";
import { ID_PATTERN } from "@/lib/ids";
import { proofKey } from "@/lib/payments/commit";
import { UNRESOLVED } from "@/lib/payments/states";
import { hasWords, wordsOf } from "@/lib/sellers/files/plain-text";
import { settings } from "@/lib/settings/settings";

/** So many buyers or files at most are looked into: the time that a search takes has an end. */
const MATCHES_MOST = 50;

/** What a searched text means: these orders, or all of these buyers or files. */
export type Matches = {
  orderIds?: string[];
  persons?: string[];
  fileIds?: string[];
  /** There are more than are named. */
  isPartial: boolean;
};

const TRANSACTION = /^0x[0-9a-f]{64}$/;
/** The beginning of an address; with its end, as pages shorten it: `0x72f3…e103`. */
const ADDRESS = /^(?:eip155:(?:\d+:)?)?(0x[0-9a-f]{1,40})(?:(?:…|\.{3})([0-9a-f]{1,40}))?$/;

/**
 * Finds out what a seller searches for: a transaction's hash, a payment's id, a buyer's address or its beginning, else words
 * of a file's title.
 */
export async function matchText(sellerId: string, text: string): Promise<Matches> {
  const lower = text.toLowerCase();
  if (TRANSACTION.test(lower)) return { orderIds: await ordersOf(lower), isPartial: false };
  const [, beginning, end = ""] = ADDRESS.exec(lower) ?? [];
  if (beginning) return findBuyers(sellerId, beginning, end);
  if (new RegExp(`^${ID_PATTERN}$`).test(text)) {
    const found = await db().order.count({ where: { id: text, sellerId } });
    if (found > 0) return { orderIds: [text], isPartial: false };
  }
  return findTitles(sellerId, text);
}

/** Orders of any seller of which a transaction moved the money, there or back, or is to move it. */
async function ordersOf(transaction: string): Promise<string[]> {
  const places = settings().knownNetworks.map(({ caip2 }) => proofKey(caip2, { transaction, position: "" }));
  const [settled, underWay] = await Promise.all([
    // A position is a number: the sign after the digits ends them.
    db().transfer.findMany({ where: { OR: places.map((place) => ({ proofKey: { gte: place, lt: `${place}:` } })) } }),
    db().transfer.findMany({ where: { state: { in: [...UNRESOLVED] }, transaction }, take: MATCHES_MOST }),
  ]);
  return [...new Set([...settled, ...underWay].map(({ orderId }) => orderId))];
}

const NEXT_BUYER = `
  SELECT "person" FROM "Order" WHERE "sellerId" = ? AND "person" > ? AND "person" < ? ORDER BY "person" LIMIT 1`;

/** One lookup for each buyer, however often each of them bought. */
async function findBuyers(sellerId: string, beginning: string, end: string): Promise<Matches> {
  const prefix = `eip155:${beginning}`;
  // No hex digit comes after f.
  const until = `${prefix}g`;
  const persons: string[] = [];
  const whole = await db().order.findFirst({ where: { sellerId, person: prefix }, select: { person: true } });
  let last = prefix;
  for (let looked = 0; looked <= MATCHES_MOST; looked += 1) {
    const [[next] = []] = await prepared(db()).all(NEXT_BUYER, [sellerId, last, until], ["String"]);
    if (typeof next !== "string") break;
    last = next;
    persons.push(next);
  }
  const isPartial = persons.length > MATCHES_MOST;
  const fitting = persons.slice(0, MATCHES_MOST).filter((person) => person.endsWith(end));
  return { persons: whole ? [whole.person, ...fitting] : fitting, isPartial };
}

async function findTitles(sellerId: string, text: string): Promise<Matches> {
  const files = await db().file.findMany({
    where: { sellerId },
    select: { id: true, title: true },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
  });
  const words = wordsOf(text);
  const ids = files.filter(({ title }) => hasWords([title], words)).map(({ id }) => id);
  // Files that were never sold have no earnings, and come last.
  const sold = new Set((await db().earnings.findMany({ where: { id: { in: ids } } })).map(({ id }) => id));
  const inOrder = [...ids.filter((id) => sold.has(id)), ...ids.filter((id) => !sold.has(id))];
  return { fileIds: inOrder.slice(0, MATCHES_MOST), isPartial: sold.size > MATCHES_MOST };
}
