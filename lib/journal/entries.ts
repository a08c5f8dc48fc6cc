import "server-only";
import { z } from "zod";
import { GROUNDS, VERDICTS } from "@/lib/decisions/schema";

const id = z.string().min(1);
/** Decimal text of a number that JSON cannot hold. */
const digits = z.string().regex(/^\d+$/);

/**
 * An act that takes something away, or that only a row can explain to a payer, with everything needed to repeat it on an older
 * database.
 */
const entrySchema = z.discriminatedUnion("kind", [
  /** Ends every recovery link and cookie of a purchase but one new one: that of this entitlement. */
  z.strictObject({ kind: z.literal("links-ended"), orderId: id, entitlementId: id }),
  z.strictObject({ kind: z.literal("gift-ended"), giftId: id }),
  /** A gift is for the first person who takes it. `tokenHash` is the hash of that person's claim token. */
  z.strictObject({ kind: z.literal("gift-taken"), giftId: id, tokenHash: id }),
  /** With `revokeOld`, terms with the old address are no longer payable. */
  z.strictObject({
    kind: z.literal("payout-changed"),
    sellerId: id,
    from: z.string(),
    payTo: z.string(),
    payToNetworks: z.string(),
    revokeOld: z.boolean(),
  }),
  z.strictObject({ kind: z.literal("file-removed"), fileId: id }),
  z.strictObject({ kind: z.literal("seller-erased"), sellerId: id }),
  /** `payer` (CAIP-10) for an account that is a contract, which is the same person only there. */
  z.strictObject({ kind: z.literal("buyer-erased"), person: id, payer: id.optional() }),
  /** What the operator decided about a file or a seller. */
  z.strictObject({
    kind: z.literal("decided"),
    decisionId: id,
    subjectKind: z.enum(["file", "seller"]),
    subjectId: id,
    sellerId: id,
    verdict: z.enum(VERDICTS),
    ground: z.enum(GROUNDS),
    facts: z.string(),
    legalBasis: z.string().nullable(),
    reportId: z.string().nullable(),
    automated: z.boolean(),
    by: id,
  }),
  z.strictObject({
    kind: z.literal("blocked"),
    blockId: id,
    what: z.enum(["wallet", "hash"]),
    value: id,
    reason: z.string(),
    by: id,
  }),
  z.strictObject({ kind: z.literal("unblocked"), blockId: id, by: id }),
  /** The operator ended paid storage, or lost its bytes: what is owed follows from the rows. */
  z.strictObject({
    kind: z.literal("storage-ended"),
    on: z.strictObject({ kind: z.enum(["file", "upload"]), id }),
    why: z.enum(["ended", "lost"]),
    endsAt: z.iso.datetime(),
    /** Ids of the versions whose bytes are lost. */
    lost: z.array(id),
    by: id,
  }),
  /** Written before the refund is sent. The authorization without its signature; the amount is decimal text. */
  z.strictObject({
    kind: z.literal("refund"),
    orderId: id,
    /** The replay key of the sale: an older database may not have its order. */
    saleReplayKey: id,
    method: id,
    network: id,
    asset: id,
    payer: id,
    payee: id,
    amount: digits,
    replayKey: id,
    signed: z.string(),
    anchor: z.string(),
    facilitator: z.string(),
    endsEntitlement: z.boolean(),
  }),
  /**
   * Storage for which somebody has signed, written before the payment is sent: what was offered. It has no row before, and its
   * settlement on the chain names only its id.
   */
  z.strictObject({
    kind: z.literal("storage-accepted"),
    offerId: id,
    of: z.enum(["upload", "uploaded", "larger", "file"]),
    targetId: id.nullable(),
    fileId: id.nullable(),
    /** Bytes. */
    size: digits,
    days: z.int().positive(),
    name: z.string().nullable(),
    payee: id,
    requestKey: id,
    priceMicroUsd: digits,
    endsAt: z.iso.datetime(),
  }),
  /** A name in readable links that nobody else may ever have. Its id says nothing of the name. */
  z.strictObject({ kind: z.literal("name-claimed"), nameId: id, sellerId: id, fileId: id.nullable() }),
  /** The change of that entry was refused, so it was never made. */
  z.strictObject({ kind: z.literal("withdrawn"), entry: id }),
]);

export type Entry = z.infer<typeof entrySchema>;

/** One line in a file of the journal. */
export const lineSchema = z.strictObject({ id, at: z.iso.datetime(), entry: entrySchema });

export type Line = z.infer<typeof lineSchema>;
