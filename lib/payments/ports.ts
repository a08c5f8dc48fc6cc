import "server-only";
import type { Db, Tx } from "@/lib/db/client";
import type { Deadline } from "@/lib/deadline";
import type { ErrorCode } from "@/lib/errors";
import type { OrderedTransfer, OrderRow, TransferRow } from "./rows";

/**
 * What the core asks of what is sold and of how it is paid. Products and payment methods implement these; `lib/shop`
 * names them. The core knows nothing else about them.
 */

/** What is sold, by its kind and its id among those of the kind. */
export type ProductRef = { productKind: string; productId: string };

/** What somebody may buy now. Never changed, only closed. */
export type Offer = ProductRef & {
  offerId: string;
  /** Who sells it; null for the operator. */
  sellerId: string | null;
  /** micro-USD. */
  priceMicroUsd: bigint;
  /** What else its product has to know, if the offer has no row before somebody accepts it. Nobody else reads it. */
  details?: unknown;
};

/**
 * Who pays. A plain key is one person on all networks of its kind, a contract one on its own network.
 */
export type Payer = {
  /** CAIP-10. */
  account: string;
  /** Who the account is if a plain key signs for it. */
  person: string;
  /** True for a plain key. */
  isOneEverywhere: boolean;
};

/** One signed authorization as its method decodes it: equal bytes are equal values. */
export type Authorization = {
  /** The payment method that reads the rest. */
  method: string;
  /** CAIP-2. */
  network: string;
  asset: string;
  payer: string;
  payee: string;
  /** Atomic units. */
  amount: bigint;
  /** The same for every spelling and presentation of it. */
  replayKey: string;
  /** What else was signed, in the method's own words. */
  signed: string;
  signature: string;
};

/** A dialect of 402: how a payer's program wraps what it signed. */
export type Dialect = "x402";

/** What is to be paid to whom. */
export type Due = {
  /** As the method writes accounts in rows. */
  payee: string;
  priceMicroUsd: bigint;
  /** CAIP-2 ids of the networks where the payee can receive; null: everywhere. */
  payeeNetworks: readonly string[] | null;
};

/** What a payer is asked for in one place: fixed by us, so that a payer's program only fills in its own part. */
export type PaymentTerms = {
  method: string;
  /** CAIP-2. */
  network: string;
  networkName: string;
  /** Asset and payee as shown to payers. */
  asset: string;
  symbol: string;
  decimals: number;
  payee: string;
  /** Atomic units. */
  amount: bigint;
  /** What else the payer's program has to know, in the method's own words. It is the same in each challenge. */
  fixed: Readonly<Record<string, string | number>>;
  /** Likewise, but made for one challenge: its binding, a recent block. Empty: a challenge can be kept ready. */
  slots: Readonly<Record<string, string>>;
  /** Seconds in which a challenge has to be signed and presented. */
  freshFor: number;
  /** A known trouble that would now prevent every payment on these terms. */
  trouble: ErrorCode | null;
};

export type Decoded =
  | { kind: "authorization"; authorization: Authorization }
  /** Well-formed, but on a network that the method does not know. */
  | { kind: "elsewhere" }
  /** `path` of the part of the payload that is wrong, and `issue`, what is wrong with it: “is not an address”. */
  | { kind: "malformed"; path: string; issue: string };

/** An authorization before anything is reserved. */
export type Judged =
  | ({ kind: "refused" } & Refusal)
  | {
      kind: "good";
      payer: Payer;
      /** Where the chain was before anybody was shown the authorization. */
      anchor: string;
      isUsed: boolean;
      /** The signature in the one spelling in which it is stored and sent. */
      signature: string;
      /** Why the payer cannot cover it, or null. */
      short: Refusal | null;
    };

/** What used up an authorization, as the chain shows it. */
export type Use =
  | { kind: "cancelled" }
  /** By a transfer other than the one that the authorization names. */
  | { kind: "otherwise"; transaction: string }
  | {
      kind: "transfer";
      proof: Proof;
      payer: Payer;
      /** Whether our own key sent it, which settles for this shop and no other. */
      isOurs: boolean;
      /** The offer that our own mark beside it names. Null without one: then only price and time tell. */
      offerId: string | null;
    };

/** What is sold. Every hook runs inside the transaction that moves the order, and may run twice if that is retried. */
export interface Product {
  readonly kind: string;
  /** The offer with this id, open or closed. @throws when there never was one */
  findOffer(offerId: string): Promise<Offer>;
  /** Whether what is offered could be handed over now: asked before a payment for it is reserved (rule 1). */
  isDeliverable(offerId: string): Promise<boolean>;
  /** What a receipt says about the purchase. Names are those of the receipt's JSON. */
  receiptLines(order: OrderRow): Promise<Readonly<Record<string, unknown>>>;
  /**
   * A key for `who`, an account or a person. It is unique among the orders that are open or give something; null if the
   * same may be bought any number of times.
   */
  repeatKey(offer: ProductRef & { offerId: string }, who: string): string | null;
  /** Whether a paid order still gives something, so that its payer is not charged again. */
  stillGives(tx: Tx, order: OrderRow, now: Date): Promise<boolean>;
  /** Whether something of this kind is opened by the secret with this hash. */
  isSecretTaken(tx: Tx | Db, secretHash: string): Promise<boolean>;
  /**
   * An order was made: it now holds what is limited, such as stock or room.
   *
   * @param options.mayRefuse false for an order that failed and whose payment moves money after all: it is accepted
   * @param options.details those of the offer that was accepted; absent for an order that was reserved before
   * @throws AppError when nothing is left: then nothing is reserved, and nothing leaves the process
   */
  onReserved(tx: Tx, order: OrderRow, options: { mayRefuse: boolean; details?: unknown; now: Date }): Promise<void>;
  /** The order has failed: what it held is free again. */
  onReleased(tx: Tx, order: OrderRow, now: Date): Promise<void>;
  /** @param options.opensBySecret false disables the order's secret: only the payer's own signature opens it (rule 3d) */
  onSettled(tx: Tx, order: OrderRow, options: { opensBySecret: boolean; now: Date }): Promise<void>;
  /** Of these orders, those that rows of this product refer to: they are not deleted. */
  findReferred(tx: Tx, orderIds: string[]): Promise<string[]>;
  /** The chain no longer has the settlement (-1), or has it again (1). What was sent cannot be recalled. */
  onReorganised(tx: Tx, order: OrderRow, by: 1 | -1): Promise<void>;
  onRefunded(tx: Tx, order: OrderRow, refund: Refunded): Promise<void>;
}

/** A refund that the chain shows. */
export type Refunded = {
  /** What was given back, in micro-USD. */
  microUsd: bigint;
  isAll: boolean;
  endsEntitlement: boolean;
  /** False when the chain had reversed the sale before. */
  wasPaid: boolean;
  now: Date;
};

/** Where the chain shows a transfer, as its method writes it. */
export type Proof = {
  transaction: string;
  position: string;
  height: string;
  blockHash: string;
  blockTime: Date;
  /** Who sent the transaction. */
  sender: string;
};

/** What the chain shows about an authorization. */
export type ChainTruth =
  | { kind: "settled"; proof: Proof }
  /** Our transfer, in a block with too few blocks on top of it for this price. */
  | { kind: "confirming" }
  /** Unused, and it is certain that it has expired: it can never move money. */
  | { kind: "expired" }
  /** The payer cancelled it. */
  | { kind: "cancelled" }
  /** Used, but not by our transfer: an older payment presented again, or another payee. */
  | { kind: "used-otherwise" }
  /** Used, but the transaction is not known yet: money has moved, or the payer cancelled. */
  | { kind: "unseen" }
  /** Unused and still valid: money may yet move. */
  | { kind: "open" };

/** What became of a settled transfer's place in the chain. */
export type Rechecked =
  | { kind: "same" }
  | { kind: "certain" }
  | { kind: "later" }
  | { kind: "moved"; proof: Proof }
  /** `final`: why the authorization can never move money again; null while it may. */
  | { kind: "reverted"; final: "expired" | "cancelled" | "used-otherwise" | null };

/** A refusal before anything was reserved or sent. */
export type Refusal = { code: ErrorCode; detail: string; members?: Record<string, unknown> };

/**
 * A facilitator's answer about a settlement. `unconfirmed`: money may have moved, and only the chain can tell.
 */
export type SettleOutcome =
  | { kind: "settled"; transaction: string }
  /** It is certain that nothing that moves money was signed or sent, and that it never can be for this payer. */
  | { kind: "payer-unsupported"; reason: string; detail: string }
  | { kind: "unconfirmed"; reason: string; transaction: string | null };

/** What is paid for, as a payment method may name it to others. */
export type Resource = {
  url: string;
  mimeType: string;
  /** Which version of it is sold, where it has versions. */
  version?: number;
};

/** How something is paid: x402's scheme, network and way of transfer. */
export interface PaymentMethod {
  readonly name: string;
  /** Whether it can pay on networks of this kind, offered here or not. */
  handles(network: string): boolean;
  /** An account's or an asset's id in the one spelling that rows have. */
  canonical(id: string): string;
  /**
   * The ways to pay what is due, in the operator's order of networks; none where it cannot be paid. Makes no request.
   *
   * @param binding what the payer's authorization is to name, such as the id of a challenge; null where a dialect has none
   */
  terms(due: Due, binding: string | null, now: Date): PaymentTerms[];
  /** Changes whenever `terms` may return something else although the database has not changed. */
  revision(): number;
  /**
   * Reads what a payer signed for a network: any spelling of it becomes equal values. Only the signature may still be in
   * another spelling (`isSameSignature`): which one is meant is known once it is judged.
   */
  decode(dialect: Dialect, payload: unknown, network: string): Decoded;
  /** Whether an authorization names what it was asked to name. */
  isBound(authorization: Authorization, binding: string): boolean;
  /** Whether two signatures of one authorization are one in two spellings. */
  isSameSignature(one: string, other: string): boolean;
  /**
   * Checks an authorization before anything is written or sent, the cheapest checks first: time, signature, use, money.
   * So garbage leaves no row.
   *
   * @throws when the chain cannot be read
   */
  judge(authorization: Authorization, now: Date): Promise<Judged>;
  /** Who settles on a network: its name, and its accounts as far as they are known. @throws when nobody does */
  facilitatorOn(network: string): Promise<{ name: string; signers: readonly string[] }>;
  /**
   * Whether a transaction that uses it is already on its way: then others have seen the authorization, and it proves
   * nothing about who presents it. Never throws: false if the chain cannot be read.
   */
  isOnItsWay(authorization: Authorization): Promise<boolean>;
  /** Whether its payer signed it, and the chain shows it used or cancelled. @throws when the chain cannot be read */
  isSignedAndUsed(authorization: Authorization): Promise<boolean>;
  /**
   * Looks back for what used up an authorization that no row explains.
   *
   * @param look.fits whether it fits something that was for sale: others wait longer for their turn
   * @returns null when it is not found yet: the search continues with the next call
   * @throws when the chain cannot be read
   */
  findUse(authorization: Authorization, look: { fits: boolean; deadline: Deadline; now: Date }): Promise<Use | null>;
  /** Whether a transfer is as deep in the chain as its price requires. @throws when the chain cannot be read */
  isDeepEnough(authorization: Authorization, proof: Proof): Promise<boolean>;
  /** An amount of an asset in words: “0.50 USDC”. */
  displayAmount(of: { network: string; amount: bigint }): string;
  /** When the authorization expires, at least roughly. Only `areOver` tells whether it certainly has. */
  expiresAt(transfer: Pick<TransferRow, "signed" | "createdAt">): Date;
  /** An amount of the transfer's asset in micro-USD. */
  toMicroUsd(transfer: Pick<TransferRow, "network" | "asset" | "amount">): bigint;
  /** The networks (CAIP-2) that can be read: one that is no longer configured cannot. */
  readableNetworks(): string[];
  /** The name of the facilitator that is this process's own key: nobody else sees what it is given. */
  readonly ownFacilitator: string;
  /** An anchor that comes before every transfer. */
  readonly anchorOfAny: string;
  /** The last anchor for which a transfer in this place still counts as made after it. */
  anchorBefore(proof: Proof): string;
  /** Whether our own key has signed a transaction for it. Inside the caller's transaction. */
  isSigned(tx: Tx, transfer: Pick<TransferRow, "id" | "direction">): Promise<boolean>;
  /** Of these transfers, those that rows of this method refer to, such as a signed transaction. Likewise inside it. */
  findReferred(tx: Tx, transferIds: string[]): Promise<string[]>;
  /** Asks whether the payment would settle. Moves nothing. @throws Unavailable */
  verify(transfer: OrderedTransfer, resource: Resource): Promise<{ valid: true } | { valid: false; reason: string }>;
  /**
   * Settles, and waits for the transaction to be in a block.
   *
   * @param mayStillSend whether it is still to be settled; asked inside the transaction that stores what is signed
   * @throws Unavailable only when it is certain that nothing was signed or sent
   */
  settle(
    transfer: OrderedTransfer,
    resource: Resource,
    mayStillSend: (tx: Tx) => Promise<boolean>,
  ): Promise<SettleOutcome>;
  /**
   * Proves the transfer by a transaction that its sender has seen in a block, once that is as deep as required; null if
   * it is not in time.
   *
   * @throws AppError `chain_unavailable`
   */
  prove(transfer: Provable, transaction: string, timeout: number): Promise<Proof | null>;
  /** @throws when the chain cannot be read */
  readTruth(transfer: TransferRow): Promise<ChainTruth>;
  /** Whether a transaction that was reported for it is in a block and failed there. @throws when the chain cannot be read */
  isReverted(transfer: TransferRow): Promise<boolean>;
  /**
   * Whether its authorization is used. Never throws: false if the chain cannot be read.
   *
   * @param patience ms for which a node may lag behind
   */
  isUsed(transfer: TransferRow, patience?: number): Promise<boolean>;
  /** Of several on one network: which are used, and which of the others can certainly never move money. */
  readUses(network: string, transfers: TransferRow[]): Promise<{ used: TransferRow[]; over: TransferRow[] }>;
  /** Those that certainly can never move money again, used or not. Never throws: those not known are left out. */
  areOver(transfers: Pick<TransferRow, "id" | "network" | "signed">[]): Promise<string[]>;
  /** Makes a reader that tells whether settled transfers still are. It remembers blocks: each run needs a new one. */
  recheck(): (transfer: TransferRow, now: Date) => Promise<Rechecked>;
  /** The cause of a refused verification, in words that a person can act on. Never throws. */
  whyRefused(transfer: TransferRow, reason: string): Promise<Refusal | { unavailable: ErrorCode; retryAfter: number }>;
  /** Why the wallet cannot cover the transfer; null when it can, or when its balance cannot be read. */
  shortOf(transfer: TransferRow): Promise<Refusal | null>;
}

/** What a transfer is proven by. */
export type Provable = Pick<TransferRow, "network" | "asset" | "payer" | "payee" | "amount" | "signed" | "anchor">;

/** A method is unavailable; nothing that moves money was sent. By name: one process holds several copies of a module. */
type Unavailable = Error & { name: "FacilitatorUnavailable"; code: ErrorCode; retryAfter?: number };

export function isUnavailable(error: unknown): error is Unavailable {
  return error instanceof Error && error.name === "FacilitatorUnavailable";
}

/** The products and payment methods of this shop. */
export type Shop = {
  /** @throws when there is none: a row of another version of the program */
  product(kind: string): Product;
  method(name: string): PaymentMethod;
  methods: readonly PaymentMethod[];
  /** Other rooms whose rows refer to orders: each finds those of the given orders that must not be deleted. */
  referrers: readonly ((tx: Tx, orderIds: string[]) => Promise<string[]>)[];
};
