import "server-only";
import { isDeepStrictEqual } from "node:util";
import { concatHex, encodeAbiParameters, encodeFunctionData, type Hex, keccak256 } from "viem";
import { accountAbi, callCapped, GAS_TO_ANSWER, saysYes } from "./account-signature";
import { publicClient } from "./clients";
import type { Address } from "./networks";
import type { PayerKind } from "./schema";

/**
 * EIP-7702: the code of a plain key's address that is delegated to a contract begins like this; the contract's address follows.
 */
export const DELEGATED = "0xef0100";

/** No contract has this function; what it does with this call, it does with every unknown call. */
const nonsense = concatHex(["0x9f2c61d3", `0x${"00".repeat(32)}`]);
const hash = keccak256("0x");
const dummy: Hex = `0x${"11".repeat(64)}1b`;
/** Shapes of signatures that accounts accept: of one key (Safe and most others), none, and with an owner's index (Coinbase). */
const questions = [dummy, "0x" as const, wrapped(dummy)].map((signature) =>
  encodeFunctionData({ abi: accountAbi, args: [hash, signature] }),
);

/**
 * What a payer is to a token with EIP-3009. If an address has code, the token asks only the code, also for a plain key
 * that is delegated to a contract (EIP-7702): a contract without ERC-1271 can never pay, whatever its owner signs. It
 * is recognised by treating the call exactly like nonsense, with any signature; any other behaviour counts as an
 * account.
 *
 * @throws when the chain cannot be read
 */
export async function readPayerKind(chainId: number, address: Address): Promise<PayerKind> {
  const code = await publicClient(chainId).getCode({ address });
  if (!code) return "key";
  const ask = (data: Hex) => callCapped(chainId, { to: address, data, gas: GAS_TO_ANSWER });
  const [unknown, ...answers] = await Promise.all([nonsense, ...questions].map(ask));
  const ignores = answers.every((answer) => isDeepStrictEqual(answer, unknown) && !saysYes(answer));
  if (ignores) return "unsupported";
  return code.toLowerCase().startsWith(DELEGATED) ? "delegated" : "account";
}

function wrapped(signature: Hex): Hex {
  const type = { type: "tuple", components: [{ type: "uint256" }, { type: "bytes" }] } as const;
  return encodeAbiParameters([type], [[0n, signature]]);
}
