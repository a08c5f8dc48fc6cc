/** Addresses of wallets, and their private keys. Pure. */

import { checksum } from "ox/Address";
import type { Address } from "@/lib/payment-methods/evm/chain/networks";
import { splitList, text } from "./text";

/** Lower case, as addresses are stored. A mixed-case one has to carry the right checksum (ERC-55). */
export function readAddress(value: string): Address {
  const shaped = /^0x[0-9a-fA-F]{40}$/.test(value);
  const oneCase = /^0x(?:[0-9a-f]{40}|[0-9A-F]{40})$/.test(value);
  if (!shaped || (!oneCase && checksum(value) !== value)) {
    throw new Error(`holds "${value}", which is no address: 0x and 40 hexadecimal digits, in the right spelling.`);
  }
  return value.toLowerCase() as Address;
}

const readAddresses = (words: readonly string[]) => [...new Set(words.map(readAddress))];

export const address = text(readAddress);
export const addresses = text((value) => readAddresses(splitList(value)));

/** `open`, addresses, or both. */
export const sellers = text((value) => {
  const words = splitList(value);
  const named = words.filter((word) => word !== "open");
  return { open: named.length < words.length, named: readAddresses(named) };
});

/** The order of secp256k1 (SEC 2, 2.4.1): private keys are the numbers from 1 to one below it. */
const CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

export const privateKey = text((value) => {
  const key = (value.startsWith("0x") ? value : `0x${value}`).toLowerCase() as `0x${string}`;
  const shaped = /^0x[0-9a-f]{64}$/.test(key);
  if (!shaped || BigInt(key) === 0n || BigInt(key) >= CURVE_ORDER) {
    // The message never repeats the value: it is a key with a typing mistake in it.
    throw new Error("has to be a private key: 0x and 64 hexadecimal digits.");
  }
  return key;
});
