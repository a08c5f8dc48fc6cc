/**
 * How the value of each setting is read: a zod schema per setting, text in, typed value out. Pure.
 *
 * Every start reads the settings before anything else is loaded, so this imports little: viem alone would take a second.
 */

import { createPrivateKey, type KeyObject } from "node:crypto";
import { checksum } from "ox/Address";
import { z } from "zod";
import type { Address } from "@/lib/chain/networks";
import { MAX_PRICE_MICRO_USD, parseUsd } from "@/lib/money";
import { readSendFiles } from "./sending";

const KIB = 1024;
const sizeUnits: Record<string, number> = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KIB: KIB,
  MIB: KIB ** 2,
  GIB: KIB ** 3,
  TIB: KIB ** 4,
};

/** A text schema whose reader returns the value, or throws an Error whose message says what is wrong and the fix. */
function text<T>(read: (value: string) => T) {
  return z.string().transform((value, context) => {
    try {
      return read(value);
    } catch (error) {
      context.addIssue({ code: "custom", message: error instanceof Error ? error.message : String(error) });
      return z.NEVER;
    }
  });
}

function wholeNumber(min: number, max: number) {
  return text((value) => {
    const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= min && number <= max)) throw new Error(`has to be a whole number from ${min} to ${max}.`);
    return number;
  });
}

/** Bytes: "1048576", "100MB" (millions), "20GiB" (powers of 1024). */
const size = text((value) => {
  const [, digits = "", unit = ""] = /^(\d{1,15}(?:\.\d{1,3})?)\s*([KMGT]?i?B)?$/i.exec(value) ?? [];
  const bytes = Math.round(Number(digits) * (sizeUnits[unit.toUpperCase() || "B"] ?? Number.NaN));
  if (digits === "" || !Number.isSafeInteger(bytes)) {
    throw new Error("has to be a size in bytes, or with a unit such as 20GiB or 100MB.");
  }
  return bytes;
});

export function readUrl(value: string): URL {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (!url || !["http:", "https:"].includes(url.protocol)) throw new Error("has to be a URL with https:// or http://.");
  return url;
}

/** True for localhost and the loopback addresses, and nothing that merely looks like them. */
export function isLoopback(url: string): boolean {
  const host = new URL(url).hostname;
  return host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
}

/** True for hosts of a private network, where plain HTTP does not cross the internet. */
function isPrivate(url: URL): boolean {
  const host = url.hostname;
  return (
    isLoopback(url.href) ||
    !host.includes(".") ||
    /\.(internal|local|lan)$/.test(host) ||
    /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)[\d.]+$/.test(host) ||
    /^\[f[cd]/.test(host)
  );
}

/** A service that this server, or a visitor's wallet, talks to. Plain HTTP only inside a private network: answers could be forged on the way. */
export function readServiceUrl(value: string): string {
  const url = readUrl(value);
  if (url.protocol === "http:" && !isPrivate(url)) {
    throw new Error("uses plain http:// across the internet, where answers can be forged. Use https://.");
  }
  return url.href.replace(/\/$/, "");
}

function splitList(value: string): string[] {
  return value.split(/[\s,]+/).filter((item) => item !== "");
}

/** Lower case, as addresses are stored. A mixed-case one has to carry the right checksum (ERC-55). */
export function readAddress(value: string): Address {
  const shaped = /^0x[0-9a-fA-F]{40}$/.test(value);
  const oneCase = /^0x(?:[0-9a-f]{40}|[0-9A-F]{40})$/.test(value);
  if (!shaped || (!oneCase && checksum(value) !== value)) {
    throw new Error(`holds "${value}", which is no address: 0x and 40 hexadecimal digits, in the right spelling.`);
  }
  return value.toLowerCase() as Address;
}

function readAddresses(value: string): Address[] {
  return [...new Set(splitList(value).map(readAddress))];
}

/** The order of secp256k1 (SEC 2, 2.4.1): private keys are the numbers from 1 to one below it. */
const CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

function readPrivateKey(value: string): `0x${string}` {
  const key = (value.startsWith("0x") ? value : `0x${value}`).toLowerCase() as `0x${string}`;
  const shaped = /^0x[0-9a-f]{64}$/.test(key);
  if (!shaped || BigInt(key) === 0n || BigInt(key) >= CURVE_ORDER) {
    // The message never repeats the value: it is a key with a typing mistake in it.
    throw new Error("has to be a private key: 0x and 64 hexadecimal digits.");
  }
  return key;
}

/** The most to pay per unit of gas, in wei: for every network, or by chain id. */
export type FeeCaps = { every?: bigint; byChain: Record<number, bigint> };

/** "0.5" (gwei, everywhere) or "8453:0.5 1:30" (gwei by chain id). */
function readFeeCaps(value: string): FeeCaps {
  const caps: FeeCaps = { byChain: {} };
  for (const item of splitList(value)) {
    const [, chainId, whole = "", part = ""] = /^(?:([1-9]\d{0,14}):)?(\d{1,6})(?:\.(\d{1,9}))?$/.exec(item) ?? [];
    const wei = BigInt(`${whole}${part.padEnd(9, "0")}`);
    if (whole === "" || wei === 0n) {
      throw new Error("has to be gwei above 0, such as 0.5, or gwei by chain id, such as 8453:0.5 1:30.");
    }
    if (chainId) caps.byChain[Number(chainId)] = wei;
    else caps.every = wei;
  }
  return caps;
}

/** Lowest prices in micro-USD as the operator gave them: for every network, or by chain id. */
export type LowestPrices = { every?: bigint; byChain: Record<number, bigint> };

/** "0.05" (USD, everywhere) or "0.05 1:10" (and USD by chain id). */
function readPrices(value: string): LowestPrices {
  const prices: LowestPrices = { byChain: {} };
  for (const item of splitList(value)) {
    const [, chainId, usd = ""] = /^(?:([1-9]\d{0,14}):)?([^:]*)$/.exec(item) ?? [];
    const price = parseUsd(usd);
    if (price === null || price <= 0n || price > MAX_PRICE_MICRO_USD) {
      throw new Error("has to be a price in USD above 0 and at most 10000, such as 0.01, or by chain id: 0.01 1:5.");
    }
    if (chainId) prices.byChain[Number(chainId)] = price;
    else prices.every = price;
  }
  return prices;
}

/** Addresses of factories, lower case: for every network, or by chain id. */
export type WalletFactories = { every: Address[]; byChain: Record<number, Address[]> };

/** "0x…" (everywhere), "8453:0x…" (on one network), or "none". */
function readFactories(value: string): WalletFactories {
  const factories: WalletFactories = { every: [], byChain: {} };
  if (value === "none") return factories;
  for (const item of splitList(value)) {
    const [, chainId, address = ""] = /^(?:([1-9]\d{0,14}):)?(.*)$/.exec(item) ?? [];
    const list = chainId ? (factories.byChain[Number(chainId)] ?? []) : factories.every;
    list.push(readAddress(address));
    if (chainId) factories.byChain[Number(chainId)] = list;
  }
  return factories;
}

/** PKCS #8 (RFC 8410) around the 32 bytes of an Ed25519 seed. */
const ED25519_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");

/**
 * The secret of a CDP API key as Coinbase hands it out: base64 of 64 bytes (Ed25519: seed, then public key), or the PEM of a
 * P-256 key, whose line ends may be written as `\\n`.
 *
 * @throws Error that does not repeat the secret
 */
export function readCdpKey(secret: string): KeyObject {
  try {
    if (!secret.includes("-----BEGIN")) {
      const bytes = Buffer.from(secret.replace(/\s/g, ""), "base64");
      if (bytes.length !== 64) throw new Error("not 64 bytes");
      const seed = Buffer.concat([ED25519_PREFIX, bytes.subarray(0, 32)]);
      return createPrivateKey({ key: seed, format: "der", type: "pkcs8" });
    }
    const key = createPrivateKey(secret.replaceAll("\\n", "\n"));
    const isP256 = key.asymmetricKeyType === "ec" && key.asymmetricKeyDetails?.namedCurve === "prime256v1";
    if (isP256 || key.asymmetricKeyType === "ed25519") return key;
  } catch {
    // The words below are enough; the cause may repeat a part of the key.
  }
  throw new Error("has to be the secret of a CDP API key: base64 of 64 bytes (Ed25519) or a PEM (ECDSA P-256).");
}

/** An HTTP header that shows a facilitator who asks. */
function readHeader(value: string): { name: string; value: string } {
  const [, name, content] =
    /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?)$/.exec(value) ?? [];
  if (!name || !content || /^(host|content-|transfer-|connection$)/i.test(name)) {
    throw new Error("has to be an HTTP header: its name, a colon and its value, such as Authorization: Bearer …");
  }
  return { name, value: content };
}

const shortText = z.string().max(200, "is longer than 200 characters.");

/** An origin that people open. */
function readOrigin(value: string): string {
  const url = readUrl(value);
  if (url.protocol === "http:" && !isLoopback(value)) {
    throw new Error("uses plain http:// off localhost. Wallets and sign-in need https://.");
  }
  // An origin and nothing else: a path would be ignored in links, a user name would leak into them.
  if (url.href !== `${url.origin}/`) {
    throw new Error(`has to be an origin without a path, such as ${url.origin}.`);
  }
  return url.origin;
}

export const fields = {
  APP_URL: text(readOrigin),
  HOST: text((value) => {
    if (!/^[\w.:-]{1,253}$/.test(value)) throw new Error("has to be an address to listen on, such as 127.0.0.1.");
    return value;
  }),
  PORT: wholeNumber(1, 65535),
  DATA_DIR: z.string(),
  DATABASE_URL: text((value) => {
    if (/^postgres(ql)?:/i.test(value)) {
      throw new Error("names a PostgreSQL database, which is not part of this version. Remove it to use SQLite.");
    }
    if (!/^file:.+/.test(value) || value.includes("?")) {
      throw new Error("has to be the path of a SQLite file, such as file:./data/filekiosk.db.");
    }
    return value.slice("file:".length).replace(/^\/\/(?=\/)/, "");
  }),
  SESSION_SECRET: text((value) => {
    if (value.length < 32 || new Set(value).size < 10 || /change.?me|example|password/i.test(value)) {
      throw new Error("is too short or easy to guess. Make one with: openssl rand -hex 32");
    }
    return value;
  }),
  NETWORKS: text((value) => {
    const list = splitList(value);
    if (new Set(list).size !== list.length) throw new Error("lists a network twice.");
    return list;
  }),
  RPC_URLS: text((value) => splitList(value).map(readServiceUrl)),
  FACILITATOR: text((value) => {
    if (value === "embedded") return { kind: "embedded" as const };
    try {
      return { kind: "remote" as const, url: readServiceUrl(value) };
    } catch (error) {
      throw new Error(URL.canParse(value) ? (error as Error).message : "has to be `embedded` or a URL.");
    }
  }),
  FACILITATOR_HEADER: text(readHeader),
  CDP_API_KEY_ID: text((value) => {
    if (!/^[\w/-]{1,200}$/.test(value)) throw new Error("has to be the id of a CDP API key.");
    return value;
  }),
  CDP_API_KEY_SECRET: text((value) => {
    readCdpKey(value);
    return value;
  }),
  METRICS_TOKEN: text((value) => {
    if (!/^[\x21-\x7e]{16,200}$/.test(value)) {
      throw new Error("has to be 16 to 200 characters without spaces. Make one with: openssl rand -hex 32");
    }
    return value;
  }),
  GAS_KEY: text(readPrivateKey),
  PAYER_KEY: text(readPrivateKey),
  SELLERS: text((value) => {
    const words = value.split(/[\s,]+/).filter(Boolean);
    const named = words.filter((word) => word !== "open");
    return { open: named.length < words.length, named: named.length > 0 ? readAddresses(named.join(" ")) : [] };
  }),
  ADMINS: text(readAddresses),
  MIN_PRICE: text(readPrices),
  MAX_FEE_PER_GAS: text(readFeeCaps),
  SETTLEMENTS_PER_DAY: wholeNumber(0, 1_000_000_000),
  SETTLEMENTS_PER_SELLER_PER_DAY: wholeNumber(0, 1_000_000_000),
  SETTLEMENTS_PER_PAYER_PER_DAY: wholeNumber(0, 1_000_000_000),
  DEPLOYMENTS_PER_DAY: wholeNumber(0, 1_000_000_000),
  EIP6492_FACTORIES: text(readFactories),
  MAX_FILE_SIZE: size.refine((bytes) => bytes > 0, "has to be more than 0."),
  MIN_FREE_SPACE: size,
  TRUSTED_PROXIES: wholeNumber(0, 10),
  SEND_FILES: text(readSendFiles),
  DOWNLOAD_ORIGIN: text(readOrigin),
  DOWNLOADS_PER_DAY: wholeNumber(0, 1_000_000),
  OPERATOR_NAME: shortText,
  OPERATOR_CONTACT: shortText,
  TERMS_URL: text((value) => readUrl(value).href),
  WALLETCONNECT_PROJECT_ID: text((value) => {
    if (!/^[0-9a-f]{32}$/i.test(value)) throw new Error("has to be the 32 hexadecimal digits of a project id.");
    return value.toLowerCase();
  }),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"], {
    error: "has to be one of fatal, error, warn, info, debug, trace, silent.",
  }),
} as const;

export type Fields = { [Name in keyof typeof fields]: z.output<(typeof fields)[Name]> };
