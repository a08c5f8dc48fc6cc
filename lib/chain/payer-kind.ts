import "server-only";
import { isDeepStrictEqual } from "node:util";
import { concatHex, encodeAbiParameters, encodeFunctionData, type Hex, keccak256 } from "viem";
import { accountAbi, callCapped, GAS_TO_ANSWER, saysYes } from "./account-signature";
import { publicClient } from "./clients";
import type { Address } from "./networks";
import type { PayerKind } from "./schema";

/** EIP-7702: the code of a plain key's address that was handed to a contract begins so; the contract's address follows. */
export const DELEGATED = "0xef0100";

/** No contract means to answer this; what one does with it, it does with every question that it does not know. */
const nonsense = concatHex(["0x9f2c61d3", `0x${"00".repeat(32)}`]);
const hash = keccak256("0x");
const dummy: Hex = `0x${"11".repeat(64)}1b`;
/** Shapes of signatures that accounts understand: of one key (Safe and most others), none, and with an owner's index (Coinbase). */
const questions = [dummy, "0x" as const, wrapped(dummy)].map((signature) =>
  encodeFunctionData({ abi: accountAbi, args: [hash, signature] }),
);

/**
 * What a payer is to a token with EIP-3009. Where an address has code, the token asks the code and nothing else, also for
 * a plain key whose address was handed to a contract (EIP-7702): a contract that does not know the question (ERC-1271) can
 * never pay, whatever its owner signs. It gives itself away by treating the question exactly as it treats nonsense,
 * whichever signature comes along; any other behaviour is taken for an account.
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
