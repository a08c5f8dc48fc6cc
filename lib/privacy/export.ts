import "server-only";
import { paidBy } from "@/lib/buyers/own-payment";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { STORAGE } from "@/lib/products/storage/storage-ref";
import type { BuyerSession } from "@/lib/sign-in/buyer-session";
import { complaintFacts, decisionFacts, entitlementFacts, fileFacts, orderFacts } from "./facts";
import { type Part, type Rows, writeJson } from "./write-json";

/** Rows that are read together. An export of any length needs the memory of one batch. */
const BATCH = 200;

/** Everything that the shop stores about a seller, as JSON, piece by piece. @throws AppError `sign_in_required` */
export async function exportSeller(sellerId: string, now: Date): Promise<AsyncGenerator<string>> {
  const seller = await db().seller.findUnique({ where: { id: sellerId } });
  if (!seller) throw new AppError("sign_in_required");
  const { id: _, ...profile } = seller;
  const parts: Part[] = [
    ["exportedAt", now.toISOString()],
    ["seller", profile],
    ["domain", (await db().domainProof.findUnique({ where: { sellerId } })) ?? {}],
    ["files", inBatches((page) => db().file.findMany({ ...page, where: { sellerId }, include: fileParts }), fileFacts)],
    [
      "sales",
      inBatches((page) => db().order.findMany({ ...page, where: { sellerId }, include: orderParts }), orderFacts),
    ],
    ["messages", inBatches((page) => db().complaint.findMany({ ...page, where: { sellerId } }), complaintFacts)],
    [
      "notices",
      inBatches(
        (page) => db().sellerChannel.findMany({ ...page, where: { sellerId } }),
        ({ sellerId: _, ...one }) => one,
      ),
    ],
    ["decisions", inBatches((page) => db().decision.findMany({ ...page, where: { sellerId } }), decisionFacts)],
  ];
  return writeJson(parts);
}

/** Everything that the shop stores about a buyer: the payments, the access they gave, and the messages to sellers. */
export async function exportBuyer(buyer: BuyerSession, now: Date): Promise<AsyncGenerator<string>> {
  const whose = paidBy(buyer);
  const { productKind, ...owner } = whose;
  const parts: Part[] = [
    ["exportedAt", now.toISOString()],
    ["buyer", buyer],
    [
      "payments",
      inBatches((page) => db().order.findMany({ ...page, where: whose, include: orderParts }), orderWithAddress),
    ],
    ["storage", inBatches((page) => findStorageOrders(owner, page), storageFacts)],
    [
      "access",
      inBatches((page) => db().entitlement.findMany({ ...page, where: { productKind, ...owner } }), entitlementFacts),
    ],
    ["messages", inBatches((page) => db().complaint.findMany({ ...page, where: { order: whose } }), complaintFacts)],
  ];
  return writeJson(parts);
}

function findStorageOrders(owner: Omit<ReturnType<typeof paidBy>, "productKind">, page: Page) {
  return db().order.findMany({ ...page, where: { ...owner, productKind: STORAGE }, include: orderParts });
}

/** A payment for storage, and what it bought. */
async function storageFacts(row: Parameters<typeof orderFacts>[0]) {
  const { fileId: _, termsId: __, ...facts } = orderFacts(row);
  return { ...facts, bought: await db().storagePurchase.findUnique({ where: { orderId: row.id } }) };
}

async function orderWithAddress(row: Parameters<typeof orderFacts>[0]) {
  const address = await db().buyerAddress.findUnique({ where: { orderId: row.id } });
  return { ...orderFacts(row), notices: address && { ...address, orderId: undefined } };
}

const fileParts = { terms: true, versions: true, gifts: true } as const;
const orderParts = { transfers: true, events: true } as const;

type Page = { take: number; skip?: number; cursor?: { id: string }; orderBy: { id: "asc" } };

async function* inBatches<Row extends { id: string }>(
  find: (page: Page) => Promise<Row[]>,
  factsOf: (row: Row) => object | Promise<object>,
): Rows {
  for (let last: string | undefined; ; ) {
    const after = last === undefined ? {} : { cursor: { id: last }, skip: 1 };
    const rows: Row[] = await find({ take: BATCH, orderBy: { id: "asc" }, ...after });
    yield await Promise.all(rows.map(factsOf));
    last = rows[BATCH - 1]?.id;
    if (last === undefined) return;
  }
}
