import "server-only";
import type { Value } from "@/lib/db/statements";
import { FILE } from "@/lib/products/files/file-ref";
import type { SaleFilter } from "./schema";
import type { Matches } from "./search";
import type { Stream } from "./stream";

/** What is wanted of a seller's sales. Times: from one on, up to but without the other. */
export type Wanted = {
  sellerId: string;
  filter: SaleFilter | null;
  fileId: string | null;
  from: Date | null;
  until: Date | null;
  matches: Matches | null;
};

type Clause = { where: string; values: Value[] };

/** Every list but two is ordered by when a sale was paid, or presented if it is not yet. */
export function timesOf(filter: SaleFilter | null): number {
  return filter === "refund-due" ? 2 : 1;
}

/** The streams that make up a list; none if nothing can match. */
export function streamsOf(wanted: Wanted): Stream[] {
  switch (wanted.filter) {
    case "refund-due":
      return [due(wanted)];
    case "message":
      return [withMessage(wanted)];
    case "confirming":
      return [open(wanted)];
    case "settled":
      return paid(wanted, ["paid"]);
    case "refunded":
      return paid(wanted, ["refunded"]);
    case null:
      return [...paid(wanted, ["paid", "refunded", "reverted"]), open(wanted)];
  }
}

/** One stream for each state, and for each file or buyer that is asked for: an index has each of them in order. */
function paid(wanted: Wanted, states: readonly string[]): Stream[] {
  const { sellerId, fileId, matches } = wanted;
  const files = fileId === null ? matches?.fileIds : [fileId];
  const inEach = states.map((state): Clause => ({ where: `"state" = ?`, values: [state] }));
  const narrowed = ((): Clause[] => {
    const own = `"sellerId" = ?`;
    if (matches?.orderIds) return [both({ where: own, values: [sellerId] }, anyOf("id", matches.orderIds))];
    if (matches?.persons) {
      return matches.persons.map((person) => ({ where: `${own} AND "person" = ?`, values: [sellerId, person] }));
    }
    if (files) {
      const ofFile = `"productKind" = ? AND "productId" = ? AND ${own}`;
      return files.map((id) => ({ where: ofFile, values: [FILE, id, sellerId] }));
    }
    return [{ where: `${own}`, values: [sellerId] }];
  })();
  return narrowed.flatMap((one) =>
    inEach.map((state) => toStream(both(both(one, state), both(period(`"paidAt"`, wanted), rest(wanted))))),
  );
}

/** Those under way are few. What was only reserved may still be refused, and is not shown. */
function open(wanted: Wanted): Stream {
  const underWay = `"sellerId" = ? AND "state" = 'open' AND EXISTS (
    SELECT 1 FROM "Transfer" WHERE "Transfer"."id" = "Order"."id" AND "Transfer"."state" IN ('settling', 'unknown'))`;
  const all = both({ where: underWay, values: [wanted.sellerId] }, both(period(`"createdAt"`, wanted), rest(wanted)));
  return toStream(all, ["createdAt"]);
}

function due(wanted: Wanted): Stream {
  const owed = {
    where: `"sellerId" = ? AND "state" = 'paid' AND "refundDueAt" IS NOT NULL`,
    values: [wanted.sellerId],
  };
  // As an expression, so that the period does not choose the index.
  const all = both(owed, both(period(`COALESCE("paidAt", "createdAt")`, wanted), rest(wanted)));
  return toStream(all, ["refundDueAt", "paidAt"]);
}

/** By the newest message of each sale. */
function withMessage(wanted: Wanted): Stream {
  const newest = `"Message"."sellerId" = ? AND NOT EXISTS (
    SELECT 1 FROM "Complaint" WHERE "Complaint"."orderId" = "Message"."orderId"
      AND ("Complaint"."createdAt", "Complaint"."id") > ("Message"."createdAt", "Message"."id"))
    AND "Order"."id" = "Message"."orderId"`;
  const all = both({ where: newest, values: [wanted.sellerId] }, both(period(`"paidAt"`, wanted), rest(wanted)));
  return {
    // In this order: the messages are walked, each with its order.
    from: `"Complaint" AS "Message" CROSS JOIN "Order"`,
    orderId: `"Order"."id"`,
    keys: [`"Message"."createdAt"`, `"Message"."id"`],
    ...all,
  };
}

function toStream(clause: Clause, times: readonly string[] = ["paidAt"]): Stream {
  return { from: `"Order"`, orderId: `"id"`, keys: [...times, "id"].map((name) => `"${name}"`), ...clause };
}

/** What else has to fit, and no index is there for. */
function rest({ fileId, matches }: Wanted): Clause {
  const kind = { where: `"Order"."productKind" = ?`, values: [FILE] };
  const ofFile = fileId === null ? [] : [anyOf("productId", [fileId])];
  const found = [
    ...(matches?.orderIds ? [anyOf("id", matches.orderIds)] : []),
    ...(matches?.persons ? [anyOf("person", matches.persons)] : []),
    ...(matches?.fileIds ? [anyOf("productId", matches.fileIds)] : []),
  ];
  return [...ofFile, ...found].reduce(both, kind);
}

function anyOf(column: string, values: readonly string[]): Clause {
  return { where: `"Order"."${column}" IN (${values.map(() => "?").join(", ")})`, values: [...values] };
}

function period(column: string, { from, until }: Wanted): Clause {
  const begins = from ? { where: `${column} >= ?`, values: [from] } : { where: `${column} IS NOT NULL`, values: [] };
  return until ? both(begins, { where: `${column} < ?`, values: [until] }) : begins;
}

function both(one: Clause, other: Clause): Clause {
  return { where: `${one.where} AND ${other.where}`, values: [...one.values, ...other.values] };
}
