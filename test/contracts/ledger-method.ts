import { db, type Tx } from "@/lib/db/client";
import type {
  Authorization,
  ChainTruth,
  Payer,
  PaymentMethod,
  PaymentTerms,
  Proof,
  Provable,
} from "@/lib/payments/ports";
import type { TransferRow } from "@/lib/payments/rows";
import { BLOCK_TIME, idOf, isSignedBy, type Ledger, LIFE, type Message } from "./ledger";

/** The namespace of its networks. */
const NAMESPACE = "ledger";
/** Seconds in which a challenge can be paid. */
const FRESH_FOR = 45;
const DECIMALS = 9;
/** Atomic units of a millionth of a dollar. */
const ATOMIC = 1_000n;

type Signed = Pick<Message, "recent" | "memo">;

/**
 * A payment method on a `Ledger`, as unlike EIP-3009 as the port allows. `signed` counts as its own table: what its key
 * has signed for which transfer.
 */
export function ledgerMethod(ledger: Ledger, network = `${NAMESPACE}:main`): PaymentMethod & { signed: Set<string> } {
  const signed = new Set<string>();
  const operator = "operator";

  function proofOf(message: Message): Proof | null {
    const found = ledger.find(idOf(message));
    if (!found || found.landed.failed) return null;
    const { block, landed, position } = found;
    return {
      transaction: landed.id,
      position: String(position),
      height: String(block.height),
      blockHash: block.hash,
      blockTime: block.time,
      sender: landed.sender,
    };
  }

  const isLanded = (row: TransferRow | Authorization) => ledger.find(idOf(messageOf(row))) !== null;
  const isOver = ({ signed: text }: Pick<TransferRow, "signed">) =>
    ledger.height > Number(readSigned(text).recent) + LIFE;

  function truthOf(row: TransferRow): ChainTruth {
    const proof = proofOf(messageOf(row));
    if (proof)
      return Number(proof.height) > Number(row.anchor) ? { kind: "settled", proof } : { kind: "used-otherwise" };
    if (isLanded(row)) return { kind: "cancelled" };
    return isOver(row) ? { kind: "expired" } : { kind: "open" };
  }

  return {
    signed,
    name: "ledger-transfer",
    ownFacilitator: operator,
    anchorOfAny: "-1",
    handles: (id) => id.startsWith(`${NAMESPACE}:`),
    canonical: (id) => id,
    revision: () => 0,
    terms({ payee, priceMicroUsd, payeeNetworks }, binding): PaymentTerms[] {
      if (payeeNetworks !== null && !payeeNetworks.includes(network)) return [];
      return [
        {
          method: this.name,
          network,
          networkName: "Ledger",
          asset: "Dollar",
          symbol: "LUSD",
          decimals: DECIMALS,
          payee,
          amount: priceMicroUsd * ATOMIC,
          fixed: {},
          slots: { recent: String(ledger.height), memo: binding ?? "" },
          freshFor: FRESH_FOR,
          trouble: null,
        },
      ];
    },
    decode(_, payload, where) {
      const { message, signature } = (payload ?? {}) as {
        message?: Partial<Record<keyof Message, unknown>>;
        signature?: unknown;
      };
      for (const part of ["from", "to", "amount", "recent", "memo"] as const) {
        const text = message?.[part];
        const isNumber = part === "amount" || part === "recent";
        if (typeof text !== "string" || (isNumber && !/^(?:0|[1-9]\d{0,17})$/.test(text))) {
          return { kind: "malformed", path: `message.${part}`, issue: "is not as expected" };
        }
      }
      if (typeof signature !== "string") return { kind: "malformed", path: "signature", issue: "is not text" };
      if (where !== network) return { kind: "elsewhere" };
      // Base64 and base64url are the same signature.
      const spelled = Buffer.from(signature, "base64url").toString("base64url");
      return { kind: "authorization", authorization: toAuthorization(message as Message, spelled) };
    },
    isBound: (authorization, binding) => readSigned(authorization.signed).memo === binding,
    isSameSignature: (one, other) => one === other,
    async judge(authorization, now) {
      const message = messageOf(authorization);
      const refused = (code: "authorization_expired" | "authorization_not_yet_valid" | "invalid_signature") =>
        ({ kind: "refused", code, detail: "Nothing was charged by this request." }) as const;
      const block = ledger.blocks[Number(message.recent)];
      if (!block) return refused("authorization_not_yet_valid");
      if (now.getTime() - block.time.getTime() > FRESH_FOR * 1_000) return refused("authorization_expired");
      if (!isSignedBy(message.from, message, authorization.signature)) return refused("invalid_signature");
      const short =
        ledger.balanceOf(message.from) >= authorization.amount
          ? null
          : { code: "insufficient_funds" as const, detail: "Nothing was charged." };
      return {
        kind: "good",
        payer: payerOf(message.from),
        anchor: String(ledger.height),
        isUsed: isLanded(authorization),
        signature: authorization.signature,
        short,
      };
    },
    facilitatorOn: async () => ({ name: operator, signers: [operator] }),
    isOnItsWay: async () => false,
    isSignedAndUsed: async (authorization) =>
      isSignedBy(authorization.payer, messageOf(authorization), authorization.signature) && isLanded(authorization),
    async findUse(authorization) {
      const message = messageOf(authorization);
      const proof = proofOf(message);
      if (proof)
        return {
          kind: "transfer",
          proof,
          payer: payerOf(message.from),
          offerId: null,
          isOurs: proof.sender === operator,
        };
      return isLanded(authorization) ? { kind: "cancelled" } : null;
    },
    isDeepEnough: async () => true,
    displayAmount: ({ amount }) => `${amount} LUSD`,
    expiresAt: ({ createdAt }) => new Date(createdAt.getTime() + LIFE * BLOCK_TIME),
    toMicroUsd: ({ amount }) => BigInt(amount) / ATOMIC,
    readableNetworks: () => [network],
    anchorBefore: ({ height }) => String(Number(height) - 1),
    findReferred: async (_tx, ids) => ids.filter((id) => signed.has(id)),
    isSigned: async (_tx, { id }) => signed.has(id),
    async verify(row) {
      return ledger.accepts(messageOf(row)) ? { valid: true } : { valid: false, reason: "not_accepted" };
    },
    async settle(row, _resource, mayStillSend) {
      const may = await db().$transaction(async (tx: Tx) => {
        if (!(await mayStillSend(tx))) return false;
        signed.add(row.id);
        return true;
      });
      if (!may) return { kind: "unconfirmed", reason: "given_up", transaction: null };
      const transaction = ledger.send(messageOf(row), row.signature, operator);
      if (transaction) return { kind: "settled", transaction };
      // It was known before it was sent.
      return { kind: "unconfirmed", reason: "no_answer", transaction: idOf(messageOf(row)) };
    },
    prove: async (row) => proofOf(messageOf(row)),
    readTruth: async (row) => truthOf(row),
    isReverted: async (row) => ledger.find(idOf(messageOf(row)))?.landed.failed ?? false,
    isUsed: async (row) => isLanded(row),
    readUses: async (_, rows) => ({
      used: rows.filter(isLanded),
      over: rows.filter((row) => !isLanded(row) && isOver(row)),
    }),
    areOver: async (rows) => rows.filter(isOver).map(({ id }) => id),
    recheck: () => async (row) => {
      const proof = proofOf(messageOf(row));
      if (!proof) return { kind: "reverted", final: isOver(row) ? "expired" : null };
      return proof.blockHash === row.blockHash ? { kind: "certain" } : { kind: "moved", proof };
    },
    whyRefused: async () => ({ code: "payment_refused", detail: "Nothing was charged." }),
    shortOf: async () => null,
  };

  function toAuthorization(message: Message, signature: string): Authorization {
    const { from, to, amount, recent, memo } = message;
    return {
      method: "ledger-transfer",
      network,
      asset: "Dollar",
      payer: from,
      payee: to,
      amount: BigInt(amount),
      replayKey: `${network}:${idOf(message)}`,
      signed: JSON.stringify({ recent, memo } satisfies Signed),
      signature,
    };
  }

  function payerOf(id: string): Payer {
    return { account: `${network}:${id}`, person: `${NAMESPACE}:${id}`, isOneEverywhere: true };
  }
}

function readSigned(text: string): Signed {
  return JSON.parse(text) as Signed;
}

function messageOf({
  payer,
  payee,
  amount,
  signed,
}: Omit<Provable, "network" | "asset" | "anchor" | "amount"> & { amount: string | bigint }): Message {
  return { from: payer, to: payee, amount: amount.toString(), ...readSigned(signed) };
}
