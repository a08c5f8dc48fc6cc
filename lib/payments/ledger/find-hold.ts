import "server-only";
import type { Db, Tx } from "@/lib/db/client";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { replayKey } from "@/lib/payment-methods/evm/eip3009/replay-key";
import type { PresentedPayment } from "@/lib/protocols/x402/decode-payment";
import { IDENTIFIER_TTL, identifierHash } from "@/lib/protocols/x402/payment-identifier";

/** The hold on an authorization, with its payment unless it only opened an existing grant. */
export type KnownHold = NonNullable<Awaited<ReturnType<typeof findHold>>>;

/** The hold on this authorization, by its decoded bytes. */
export async function findHold(client: Db | Tx, network: Network, payment: Pick<PresentedPayment, "from" | "nonce">) {
  const where = { chainId_token_payer_nonce: replayKey({ network, payment }) };
  return client.hold.findUnique({ where, include: { payment: true } });
}

/** The hold of the last day that came with the same payment identifier, by the same payer for the same file. */
export async function findIdentified(
  client: Db | Tx,
  { fileId, payment, now }: { fileId: string; payment: Pick<PresentedPayment, "from" | "identifier">; now: Date },
) {
  const hash = identifierHashOf(fileId, payment);
  if (hash === null) return null;
  const since = new Date(now.getTime() - IDENTIFIER_TTL);
  return client.hold.findFirst({
    where: { identifierHash: hash, createdAt: { gt: since } },
    include: { payment: true },
  });
}

/** The stored hash of the identifier that came with a payment, or null. */
export function identifierHashOf(fileId: string, { from, identifier }: Pick<PresentedPayment, "from" | "identifier">) {
  return identifier === null ? null : identifierHash(fileId, from, identifier);
}
