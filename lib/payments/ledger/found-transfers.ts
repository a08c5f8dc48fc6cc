import "server-only";
import { db, isUniqueViolation, type Tx } from "@/lib/db/client";
import { countSale } from "@/lib/earnings/earnings";
import { createPaidGrant } from "@/lib/entitlements/grant";
import { hashSecret, newId, newSecret } from "@/lib/ids";
import { log } from "@/lib/log";
import { findNetwork } from "@/lib/payment-methods/evm/chain/find-network";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { readChain } from "@/lib/payment-methods/evm/chain/token";
import { proveConfirmed } from "@/lib/payment-methods/evm/eip3009/chain-truth";
import type { SettlementProof } from "@/lib/payment-methods/evm/eip3009/prove-transfer";
import { replayKey } from "@/lib/payment-methods/evm/eip3009/replay-key";
import { SETTLED_BY_ANOTHER } from "@/lib/payments/reasons";
import type { TermsRow } from "@/lib/products/files/payable-terms";
import type { PresentedPayment } from "@/lib/protocols/x402/decode-payment";
import { appendEvent, EMBEDDED, NO_SIGNATURE } from "./ledger";

/** The reason of a payment that is recorded although its purchase is not. */
const FOUND_ON_CHAIN = "found_on_chain";

type Key = { chainId: number; token: string; payer: string; nonce: string };
type Place = Pick<SettlementProof, "transaction" | "logIndex">;

/**
 * Whether one of our rows explains a transfer: a payment or a refund with this log entry, or the hold on its
 * authorization. Then nobody can claim it.
 */
export async function isExplained(
  client: Pick<Tx, "payment" | "refund" | "hold">,
  { chainId, token, payer, nonce }: Key,
  { transaction, logIndex }: Place,
): Promise<boolean> {
  const place = { chainId, transaction, logIndex };
  const signed = { chainId, token, payer, nonce };
  return (
    (await client.payment.count({ where: place })) > 0 ||
    (await client.refund.count({ where: { OR: [place, signed] } })) > 0 ||
    (await client.hold.count({ where: signed })) > 0
  );
}

/** Records an unexplained transfer, for the file that it was presented for. This alone gives no access. */
export async function noteFound(
  presented: PresentedPayment,
  { network, terms, proof, now }: { network: Network; terms: TermsRow; proof: SettlementProof; now: Date },
): Promise<void> {
  const key = replayKey({ network, payment: presented });
  const noted = {
    id: newId(),
    fileId: terms.fileId,
    termsId: terms.id,
    ...key,
    payTo: presented.to,
    amount: presented.value.toString(),
    validAfter: presented.validAfter.toString(),
    validBefore: presented.validBefore.toString(),
    transaction: proof.transaction,
    createdAt: now,
  };
  const where = { fileId_chainId_token_payer_nonce: { fileId: terms.fileId, ...key } };
  await db().foundTransfer.upsert({
    where,
    create: noted,
    update: { termsId: terms.id, transaction: proof.transaction },
  });
}

/**
 * Turns the transfers recorded for this payer and file into payments, once per log entry. Only for somebody who has
 * just proven to be that payer by a signature that nobody else has: the authorization itself is public and names no
 * file.
 *
 * @param payer.chainId undefined for a plain key, which is the same person on every chain
 * @throws AppError `chain_unavailable`
 */
export async function bindFound(
  payer: { fileId: string; payer: string; chainId: number | undefined },
  now: Date,
): Promise<void> {
  for (const found of await db().foundTransfer.findMany({ where: payer, orderBy: { createdAt: "asc" } })) {
    const network = findNetwork(found.chainId);
    if (!network) continue;
    const transaction = found.transaction as `0x${string}`;
    const payment = { ...found, reservedAtBlock: "0" };
    const proof = await readChain(network, () => proveConfirmed(network, payment, transaction, 0));
    if (proof) await bind(found, proof, now);
  }
}

type Found = NonNullable<Awaited<ReturnType<ReturnType<typeof db>["foundTransfer"]["findFirst"]>>>;

async function bind(found: Found, proof: SettlementProof, now: Date): Promise<void> {
  const { id: _, createdAt: __, ...signed } = found;
  const { chainId, token, payer, nonce, fileId } = found;
  const key = { chainId, token, payer, nonce };
  try {
    await db().$transaction(async (tx) => {
      await tx.foundTransfer.deleteMany({ where: key });
      if (await isExplained(tx, key, proof)) return;
      const { downloadDays, file } = await tx.terms.findUniqueOrThrow({
        where: { id: found.termsId },
        include: { file: true },
      });
      const { blockNumber, blockHash, blockTime, logIndex } = proof;
      const payment = await tx.payment.create({
        data: {
          ...signed,
          id: newId(),
          purpose: "sale",
          sellerId: file.sellerId,
          facilitator: EMBEDDED,
          signers: proof.sender,
          signature: NO_SIGNATURE,
          claimTokenHash: hashSecret(newSecret()),
          reservedAtBlock: String(blockNumber - 1n),
          state: "settled",
          reason: SETTLED_BY_ANOTHER,
          logIndex,
          blockNumber: blockNumber.toString(),
          blockHash,
          blockTime,
          createdAt: now,
          updatedAt: now,
          settledAt: now,
        },
      });
      await tx.hold.create({ data: { id: newId(), ...key, fileId, paymentId: payment.id, createdAt: now } });
      await appendEvent(tx, payment.id, { to: "settled", reason: FOUND_ON_CHAIN, detail: proof.transaction, now });
      await countSale(tx, payment, 1);
      await createPaidGrant(tx, payment, { opensByToken: false, downloadDays, now });
      log.warn({ paymentId: payment.id }, "a transfer that no payment explained was granted to its payer");
    });
  } catch (error) {
    // Another request was faster: its row stays.
    if (!isUniqueViolation(error)) throw error;
  }
}
