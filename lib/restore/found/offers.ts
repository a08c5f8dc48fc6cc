import "server-only";
import type { UnknownTransfer } from "@/lib/backup/find-unknown";
import { HOUR } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { waysToPay } from "@/lib/offers/ways-to-pay";
import { fileRef } from "@/lib/products/files/file-ref";
import { CLOSED_TERMS_PAYABLE } from "@/lib/products/files/payable-terms";
import type { SoldOffer } from "./sold-offer";
import { readStorageOffers, type StorageFound } from "./storage-offers";

/** What a transfer may have paid for. */
export type Candidates = {
  named: SoldOffer | null;
  fitting: SoldOffer[];
  /** What the operator sold, which keeps a file or an upload. */
  storage: StorageFound | null;
  /** Whether it was paid to where storage is paid. */
  isToOperator: boolean;
};

/** How far the clock that dated the terms may have been off (ms). */
const CLOCK_SKEW = 2 * HOUR;

/** Reads the offers that these transfers may have paid for. */
export async function readOffers(transfers: readonly UnknownTransfer[]): Promise<(of: UnknownTransfer) => Candidates> {
  const ids = transfers.flatMap(({ offer, named }) => [offer?.id ?? [], named ?? []].flat());
  const payees = transfers.map(({ payTo }) => payTo);
  const rows = await db().terms.findMany({
    where: { OR: [{ id: { in: [...new Set(ids)] } }, { payTo: { in: [...new Set(payees)] } }] },
    include: { file: { select: { sellerId: true, title: true } } },
    orderBy: { from: "desc" },
  });
  const storageOf = await readStorageOffers(ids);
  return (transfer) => {
    const fitting = rows.filter((terms) => fits(terms, transfer));
    const named = fitting.find(({ id }) => id === (transfer.offer?.id ?? transfer.named));
    const then = onePerFile(fitting.filter((terms) => couldBePaid(terms, transfer.time)));
    return { named: named ? toOffer(named) : null, fitting: then.map(toOffer), ...storageOf(transfer) };
  };
}

type Row = Awaited<ReturnType<typeof readRows>>[number];
// Only its type is used.
const readRows = () => db().terms.findMany({ include: { file: { select: { sellerId: true, title: true } } } });

/** Exactly this payee and amount, on this network. */
function fits(terms: Row, { network, payTo, amount }: UnknownTransfer): boolean {
  return waysToPay(terms).some(
    (way) => way.network === network && way.payee.toLowerCase() === payTo && way.amount === amount,
  );
}

function couldBePaid({ from, until }: Row, at: Date): boolean {
  const begins = from.getTime() - CLOCK_SKEW;
  const ends = until === null ? Number.POSITIVE_INFINITY : until.getTime() + CLOSED_TERMS_PAYABLE + CLOCK_SKEW;
  return begins <= at.getTime() && at.getTime() <= ends;
}

/** The newest terms of each file. */
function onePerFile(rows: readonly Row[]): Row[] {
  return rows.filter((row, at) => rows.findIndex(({ fileId }) => fileId === row.fileId) === at);
}

function toOffer({ id, fileId, priceMicroUsd, file }: Row): SoldOffer {
  return { ...fileRef(fileId), id, fileId, priceMicroUsd, ...file };
}
