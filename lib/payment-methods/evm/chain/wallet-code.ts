import "server-only";
import { type Hex, keccak256 } from "viem";
import { publicClient } from "./clients";
import type { Address } from "./networks";
import { DELEGATED } from "./payer-kind";

/** `none`: a plain key. `known`: a wallet whose code is on the list below. `unknown`: any other code. */
export type WalletCode = "none" | "known" | "unknown";

/**
 * Hashes of the code of widely used wallets (keccak-256 of the result of `eth_getCode`). Sources: Safe's as published
 * with safe-deployments 1.37 and equal to the code in its packages; Coinbase's built from its published source, equal
 * to the code whose address its deployer derives (CREATE2).
 */
const implementations: ReadonlySet<Hex> = new Set([
  // Safe and SafeL2 1.3.0, 1.4.1, 1.5.0
  "0xbba688fbdb21ad2bb58bc320638b43d94e7d100f6f3ebaab0a4e4de6304b1c2e",
  "0x21842597390c4c6e3c1239e434a682b054bd9548eee5e9b1d6a4482731023c0f",
  "0x1fe2df852ba3299d6534ef416eefa406e56ced995bca886ab7a553e6d0c5e1c4",
  "0xb1f926978a0f44a2c0ec8fe822418ae969bd8c3f18d61e5103100339894f81ff",
  "0xdda019cbd7c867a533a2a86e5c53434fdc50b13122b5a5ddb4a8df61b31c20f2",
  "0x180193227186ccb85316c94db1f0d156ed932b14712cfaac78901899178572dc",
  // Coinbase Smart Wallet 1.0 and 1.1
  "0x179bcb847d3401ac830789a21cc37ed846fd5da9582a9c9d4b5140b6f26bd1a1",
  "0x136185896fc519277ec953c0b3d048fc0c9f607b8d04022e60f23ef8dbc6c4d5",
]);

/** The first storage slot, and the one of ERC-1967: `keccak256("eip1967.proxy.implementation") - 1`. */
const FIRST_SLOT = `0x${"0".repeat(64)}` as const;
const ERC1967_SLOT = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";

/** Hashes of the code of proxies that only forward to the address in the slot. */
const proxies: ReadonlyMap<Hex, Hex> = new Map([
  // Safe's proxies of 1.3.0, 1.4.1 and 1.5.0
  ["0xb89c1b3bdf2cf8827818646bce9a8f6e372885f8c55e5c07acbd307cb133b000", FIRST_SLOT],
  ["0xd7d408ebcd99b2b70be43e20253d6d92a8ea8fab29bd3be7f55b10032331fb4c", FIRST_SLOT],
  ["0x4e381985ca68b3e5d27b4425fa581c19cf33146d3f887a3cfca96f55528ea46f", FIRST_SLOT],
  // Solady's ERC-1967 proxy, which Coinbase's factories make, and Coinbase's proxy for keys (EIP-7702)
  ["0xaaa52c8cc8a0e3fd27ce756cc6b4e70c51423e9b597b11f32d3e49f8b1fc890d", ERC1967_SLOT],
  ["0x002fe31551358806134e6166961fd583633bcbddd90160af866e0d71c26fcac9", ERC1967_SLOT],
]);

/** A delegation (EIP-7702), a proxy and its implementation. */
const MAX_HOPS = 3;

/**
 * The code at a payer's address, found through a delegation (EIP-7702) and a proxy. Known code is no guarantee: a
 * Safe's handler and contract owners can run any code. It only tells how likely the wallet is a person's.
 *
 * @throws when the chain cannot be read
 */
export async function readWalletCode(chainId: number, address: Address): Promise<WalletCode> {
  const client = publicClient(chainId);
  let at: Address = address;
  for (let hop = 0; hop < MAX_HOPS; hop += 1) {
    const code = (await client.getCode({ address: at }))?.toLowerCase() as Hex | undefined;
    if (!code) return hop === 0 ? "none" : "unknown";
    if (code.startsWith(DELEGATED) && hop === 0) {
      at = `0x${code.slice(DELEGATED.length)}`;
      continue;
    }
    const hash = keccak256(code);
    if (implementations.has(hash)) return "known";
    const slot = proxies.get(hash);
    if (!slot) return "unknown";
    // A proxy's storage is the wallet's own, also behind a delegation.
    const value = await client.getStorageAt({ address, slot });
    at = `0x${(value ?? FIRST_SLOT).slice(-40)}`;
  }
  return "unknown";
}
