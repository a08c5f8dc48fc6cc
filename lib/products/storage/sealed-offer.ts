import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import { idOfNumber } from "@/lib/ids";
import { derivedKey, derivedKeys } from "@/lib/settings/derived-key";
import type { StorageKind } from "./storage-ref";

/** An offer of storage. It has no row before somebody accepts it, and holds until `endsAt` whatever the operator changes. */
export type StorageOffer = {
  /** The first 128 bits of the seal. */
  offerId: string;
  kind: StorageKind;
  targetId: string | null;
  fileId: string | null;
  /** Bytes that are paid for. */
  size: bigint;
  days: number;
  requestKey: string;
  /** Lower-case address. */
  payee: string;
  /** micro-USD by network (CAIP-2), where it can be paid. */
  prices: Readonly<Record<string, bigint>>;
  endsAt: Date;
};

type Content = Omit<StorageOffer, "offerId">;

/**
 * Seals an offer: base64url of its content, a full stop, and an HMAC of it as an id (rule 11a). Whoever shows it again shows
 * what this server offered.
 */
export function sealOffer(content: Content): { sealed: string; offer: StorageOffer } {
  const text = Buffer.from(JSON.stringify(write(content))).toString("base64url");
  const offerId = sealOf(derivedKey("storage offer"), text);
  return { sealed: `${text}.${offerId}`, offer: { ...content, offerId } };
}

/** The offer that a sealed text is, run out or not; null if this server did not make it. */
export function unsealOffer(sealed: string): StorageOffer | null {
  const [text = "", offerId = "", ...rest] = sealed.split(".");
  const isOurs = rest.length === 0 && derivedKeys("storage offer").some((key) => isSame(sealOf(key, text), offerId));
  return isOurs ? { ...read(JSON.parse(Buffer.from(text, "base64url").toString())), offerId } : null;
}

function sealOf(key: Buffer, text: string): string {
  const seal = createHmac("sha256", key).update(`filekiosk storage offer ${text}`).digest("hex");
  return idOfNumber(BigInt(`0x${seal.slice(0, 32)}`));
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

type Written = ReturnType<typeof write>;

function write(content: Content) {
  const { kind, targetId, fileId, size, days, requestKey, payee, prices, endsAt } = content;
  const priced = Object.entries(prices).map(([network, price]) => [network, price.toString()] as const);
  return [kind, targetId, fileId, size.toString(), days, requestKey, payee, priced, endsAt.getTime()] as const;
}

/** Only of what was sealed here. */
function read([kind, targetId, fileId, size, days, requestKey, payee, priced, endsAt]: Written): Content {
  const prices = Object.fromEntries(priced.map(([network, price]) => [network, BigInt(price)]));
  return { kind, targetId, fileId, size: BigInt(size), days, requestKey, payee, prices, endsAt: new Date(endsAt) };
}
