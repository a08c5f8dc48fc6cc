import "server-only";
import { getAddress } from "viem";
import { listBlocks } from "@/lib/blocks/blocks";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { quotaOf } from "@/lib/quota/quota";
import type { OperatorSeller } from "./schema";
import { describeSellers } from "./search-sellers";

/** One seller, as the operator decides about them. @throws AppError `not_found` */
export async function readOperatorSeller(sellerId: string): Promise<OperatorSeller> {
  const row = await db().seller.findUnique({ where: { id: sellerId } });
  if (!row) throw new AppError("not_found", { detail: "There is no seller with this id." });
  const [describe, files, blocks] = await Promise.all([
    describeSellers([row]),
    db().file.count({ where: { sellerId } }),
    listBlocks("wallet"),
  ]);
  const limit = quotaOf(row);
  return {
    ...describe(row),
    payTo: getAddress(row.payTo),
    contact: row.contact,
    files,
    quotaBytes: row.quotaBytes === null ? null : Number(row.quotaBytes),
    limitBytes: limit === null ? null : Number(limit),
    blockId: blocks.find(({ value }) => value === row.address)?.id ?? null,
  };
}
