import { type Hex, parseSignature } from "viem";

/** The order of secp256k1. */
const N = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

const word = (number: bigint) => number.toString(16).padStart(64, "0");

/** Every valid spelling of a key's signature, by name. The first is canonical. */
export function spellingsOf(signature: Hex): [string, Hex][] {
  const { r, s, yParity } = parseSignature(signature);
  const rs = `${r}${s.slice(2)}` as Hex;
  const compact = word(BigInt(s) | (BigInt(yParity) << 255n));
  return [
    ["v 27 or 28", `${rs}${(27 + yParity).toString(16)}`],
    ["v 0 or 1", `${rs}0${yParity}`],
    ["compact (EIP-2098)", `${r}${compact}`],
    ["upper-case hex", `0x${rs.slice(2).toUpperCase()}${(27 + yParity).toString(16).toUpperCase()}`],
    ["upper-case hex, v 0 or 1, 0X", `0X${rs.slice(2).toUpperCase()}0${yParity}` as Hex],
    ["compact, upper-case hex", `0x${r.slice(2).toUpperCase()}${compact.toUpperCase()}`],
  ];
}

/** Their names, for `it.each`. */
export const SPELLINGS = [
  "v 27 or 28",
  "v 0 or 1",
  "compact (EIP-2098)",
  "upper-case hex",
  "upper-case hex, v 0 or 1, 0X",
  "compact, upper-case hex",
] as const;

/** A key's signature in one of them. */
export function spell(signature: Hex, name: string): Hex {
  const found = spellingsOf(signature).find(([one]) => one === name);
  if (!found) throw new Error(`no spelling is called ${name}`);
  return found[1];
}

/** The other signature of the same key for the same bytes, which anybody can make (EIP-2): s in the upper half. */
export function withHighS(signature: Hex): Hex {
  const { r, s, yParity } = parseSignature(signature);
  return `${r}${word(N - BigInt(s))}${(28 - yParity).toString(16)}`;
}
