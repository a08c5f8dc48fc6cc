/**
 * The spellings of a signature. Safe for the browser: no chain, no cryptography.
 *
 * A key's signature over secp256k1 has several valid spellings and one canonical form: r, s and v (27 or 28), 65 bytes in
 * lower-case hex. Bytes of these lengths may also be a contract account's own kind of signature (ERC-1271), which only
 * that account can read: a Safe reads v = 1 as "approved on chain". So what is here is a proposal until a key is recovered
 * or an account has confirmed it (`read-signature.ts`).
 */

type Hex = `0x${string}`;

/** The longest signature that is read, in bytes: of dozens of owners, or with the call that deploys a wallet (ERC-6492). */
export const MAX_SIGNATURE = 8_000;

/** Half of the order of the curve. EIP-2, EIP-2098 and the token's own code (`ECRecover`) want s not to be above it. */
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

const WITH_V = 2 + 2 * 65;
const COMPACT = 2 + 2 * 64;

/**
 * The canonical form of a signature, if a key made it. v may be written as such or as the parity of y (Yellow Paper,
 * appendix F), or be in the highest bit of s (EIP-2098).
 *
 * @param signature lower-case hex
 * @returns null for bytes of another shape
 */
export function asByKey(signature: Hex): Hex | null {
  if (signature.length === COMPACT) {
    const { s, isOdd } = splitCompact(signature);
    return `${signature.slice(0, 66) as Hex}${s}${isOdd ? "1c" : "1b"}`;
  }
  if (signature.length !== WITH_V) return null;
  switch (signature.slice(130)) {
    case "00":
    case "1b":
      return `${signature.slice(0, 130) as Hex}1b`;
    case "01":
    case "1c":
      return `${signature.slice(0, 130) as Hex}1c`;
    default:
      return null;
  }
}

function splitCompact(signature: Hex): { s: string; isOdd: boolean } {
  const first = Number.parseInt(signature.slice(66, 68), 16);
  const rest = signature.slice(68);
  return { s: (first & 0x7f).toString(16).padStart(2, "0") + rest, isOdd: first > 0x7f };
}

/**
 * Whether s is in the upper half: the same key signed, in a spelling that anybody can make from the other one. Circle's
 * token refuses it, and so does every contract that uses OpenZeppelin's `ECDSA`.
 *
 * @param signature in the form of `asByKey`
 */
export function hasHighS(signature: Hex): boolean {
  return BigInt(`0x${signature.slice(66, 130)}`) > HALF_ORDER;
}

/** Hex in one spelling. */
export function lowerHex(text: string): Hex {
  return text.toLowerCase() as Hex;
}
