import "server-only";
import type { UnknownTransfer } from "@/lib/backup/find-unknown";
import { db } from "@/lib/db/client";
import { storageRef } from "@/lib/products/storage/storage-ref";
import { waysToPayStorage } from "@/lib/products/storage/ways-to-pay-storage";
import { settings } from "@/lib/settings/settings";
import { shop } from "@/lib/shop/shop";
import type { SoldOffer } from "./sold-offer";

/** An offer of storage that a transfer has paid for, and whether it can be given. */
export type StorageFound = {
  offer: SoldOffer;
  /** `room`: an upload that is to come; `more`: days or bytes for what is here; `gone`: what was paid for is not here. */
  gives: "room" | "more" | "gone";
};

/** Reads offers of storage: those of before the backup, and with a journal those of since. */
export async function readStorageOffers(ids: readonly string[]) {
  const rows = await db().storageOffer.findMany({ where: { id: { in: [...new Set(ids)] } } });
  const here = await readWhatIsHere(rows);
  const payees = new Set([...rows.map(({ payee }) => payee), ...(await readPayees())]);
  return (transfer: UnknownTransfer): { storage: StorageFound | null; isToOperator: boolean } => {
    const row = rows.find(({ id }) => id === (transfer.offer?.id ?? transfer.named));
    const isToOperator = payees.has(transfer.payTo);
    if (!row || !fits(row, transfer)) return { storage: null, isToOperator };
    const { id, kind } = row;
    const gives = kind === "upload" ? "room" : here.has(id) ? "more" : "gone";
    return { storage: { offer: toOffer(row, transfer), gives }, isToOperator };
  };
}

type Row = NonNullable<Awaited<ReturnType<ReturnType<typeof db>["storageOffer"]["findUnique"]>>>;

/** Where storage is paid to, now and before. */
async function readPayees(): Promise<string[]> {
  const { storage } = settings();
  const all = await db().storageOffer.findMany({ distinct: ["payee"], select: { payee: true } });
  return [...all.map(({ payee }) => payee), ...(storage ? [storage.payTo] : [])];
}

/** Our own settlement had the right amount: its mark was made for this offer. Anybody can name one by a nonce. */
function fits({ payee, priceMicroUsd }: Row, { network, payTo, amount, offer }: UnknownTransfer): boolean {
  if (payee !== payTo) return false;
  if (offer !== null) return true;
  return waysToPayStorage({ payee, prices: { [network]: priceMicroUsd } }).some((way) => way.amount === amount);
}

/** The ids of the offers for files and uploads that are here. */
async function readWhatIsHere(rows: readonly Row[]): Promise<Set<string>> {
  const targets = rows.flatMap(({ targetId, fileId }) => [targetId ?? [], fileId ?? []].flat());
  const where = { id: { in: targets } };
  const files = await db().file.findMany({ where: { ...where, removedAt: null, bytesGone: false } });
  const uploads = await db().upload.findMany({ where: { ...where, state: { in: ["receiving", "finished", "used"] } } });
  const ids = new Set([...files, ...uploads].map(({ id }) => id));
  const isHere = ({ targetId, fileId }: Row) =>
    targetId !== null && ids.has(targetId) && (fileId === null || ids.has(fileId));
  return new Set(rows.filter(isHere).map(({ id }) => id));
}

const words = {
  upload: "room for an upload",
  uploaded: "an upload",
  larger: "a larger version",
  file: "a file",
} as Record<string, string>;

/** “Storage: a file of 5000 bytes for 30 days” */
export function describeStorage({ kind, size, days }: Pick<Row, "kind" | "size" | "days">): string {
  return `Storage: ${words[kind] ?? kind} of ${size} bytes for ${days} days`;
}

function toOffer(row: Row, { network, amount }: UnknownTransfer): SoldOffer {
  const { id, kind, targetId } = row;
  const method = shop.methods.find((one) => one.handles(network));
  const [way] = waysToPayStorage({ payee: row.payee, prices: { [network]: row.priceMicroUsd } });
  // What was paid: on another network than the first it may have been another price.
  const paid = method && way ? { network, asset: way.asset, amount: amount.toString() } : null;
  return {
    ...storageRef(row),
    id,
    fileId: kind === "file" ? targetId : row.fileId,
    sellerId: null,
    title: describeStorage(row),
    priceMicroUsd: paid ? (method?.toMicroUsd(paid) ?? row.priceMicroUsd) : row.priceMicroUsd,
  };
}
