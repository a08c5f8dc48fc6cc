import "server-only";
import { z } from "zod";

const id = z.string().min(1);

/** What was taken away, with all that is needed to take it away again from an older database. */
const entrySchema = z.discriminatedUnion("kind", [
  /** Every recovery link and cookie of a purchase that was made until then. */
  z.strictObject({ kind: z.literal("links-ended"), orderId: id }),
  z.strictObject({ kind: z.literal("gift-ended"), giftId: id }),
  /** Whoever took it has the access: nobody else may take it. `tokenHash` is of their claim token. */
  z.strictObject({ kind: z.literal("gift-taken"), giftId: id, tokenHash: id }),
  /** `revokeOld`: terms with the old address are payable no longer. */
  z.strictObject({
    kind: z.literal("payout-changed"),
    sellerId: id,
    from: z.string(),
    payTo: z.string(),
    payToNetworks: z.string(),
    revokeOld: z.boolean(),
  }),
  z.strictObject({ kind: z.literal("file-removed"), fileId: id }),
  /** Before it is sent to anybody. What was signed, without the signature; amounts are decimal text. */
  z.strictObject({
    kind: z.literal("refund"),
    orderId: id,
    /** Of the sale, whose order an older database may lack. */
    saleReplayKey: id,
    method: id,
    network: id,
    asset: id,
    payer: id,
    payee: id,
    amount: z.string().regex(/^\d+$/),
    replayKey: id,
    signed: z.string(),
    anchor: z.string(),
    facilitator: z.string(),
    endsEntitlement: z.boolean(),
  }),
  /** The change of that entry was refused before it was made. */
  z.strictObject({ kind: z.literal("withdrawn"), entry: id }),
]);

export type Entry = z.infer<typeof entrySchema>;

/** As it is in a file of the journal: one line of JSON. */
export const lineSchema = z.strictObject({ id, at: z.iso.datetime(), entry: entrySchema });

export type Line = z.infer<typeof lineSchema>;
