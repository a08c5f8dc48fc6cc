import "server-only";
import {
  CallExecutionError,
  ExecutionRevertedError,
  encodeFunctionData,
  type Hex,
  hashTypedData,
  recoverTypedDataAddress,
} from "viem";
import { publicClient } from "@/lib/chain/clients";
import type { Network } from "@/lib/chain/networks";
import { toUnixSeconds } from "@/lib/clock";
import type { ErrorCode } from "@/lib/errors";
import type { PresentedPayment } from "./decode-payment";

/** A facilitator needs time to get the transaction into a block; the reference one refuses below six seconds. */
const MIN_SECONDS_LEFT = 6n;
/** Longer than any challenge asks for: until then the payment could stay unresolved and block the buyer. */
const MAX_SECONDS_AHEAD = 24n * 3600n;

/** `payer`: a plain key is the same person on every chain; an account with code is known on its own chain only. */
export type Checked = { kind: "good"; payer: "key" | "account" } | { kind: "refused"; code: ErrorCode; detail: string };

/**
 * Checks what needs no facilitator: the time window and the payer's signature (EIP-712 over EIP-3009
 * `TransferWithAuthorization`), by recovery for a plain key and by asking the account itself where it has code (ERC-1271).
 * So garbage leaves no row, and whatever comes later knows that the payer really signed.
 *
 * @throws when the chain cannot be read
 */
export async function checkAuthorization(payment: PresentedPayment, network: Network, now: Date): Promise<Checked> {
  const seconds = toUnixSeconds(now);
  if (payment.validBefore < seconds + MIN_SECONDS_LEFT) {
    return refusal("authorization_expired", "The authorization has expired or is about to. Sign a new one.");
  }
  // EIP-3009: valid only strictly after validAfter.
  if (payment.validAfter >= seconds) {
    return refusal("authorization_not_yet_valid", "The authorization only becomes valid later.");
  }
  if (payment.validBefore > seconds + MAX_SECONDS_AHEAD) {
    return refusal("authorization_too_long", "An authorization for a file may stay valid for one day at most.");
  }
  const code = await publicClient(network.chainId).getCode({ address: payment.from });
  const payer = code === undefined || code === "0x" ? "key" : "account";
  const signed = payer === "key" ? await isSignedByKey(payment, network) : await isSignedByAccount(payment, network);
  if (signed) return { kind: "good", payer };
  return refusal("invalid_signature", "The signature is not the payer's for this authorization.");
}

function typedData({ from, to, value, validAfter, validBefore, nonce }: PresentedPayment, network: Network) {
  return {
    domain: {
      name: network.token.name,
      version: network.token.version,
      chainId: network.chainId,
      verifyingContract: network.token.address,
    },
    types: transferWithAuthorizationTypes,
    primaryType: "TransferWithAuthorization",
    message: { from, to, value, validAfter, validBefore, nonce },
  } as const;
}

async function isSignedByKey(payment: PresentedPayment, network: Network): Promise<boolean> {
  try {
    const { signature } = payment;
    const signer = await recoverTypedDataAddress({ ...typedData(payment, network), signature });
    return signer.toLowerCase() === payment.from;
  } catch {
    // Not 65 bytes, or no point on the curve: nobody signed this.
    return false;
  }
}

/** ERC-1271: the account answers these four bytes, and only these, to a signature it stands by. */
const MAGIC_VALUE = "0x1626ba7e";
/** An account may run any code to answer; this bounds it. */
const MAX_GAS = 500_000n;

async function isSignedByAccount(payment: PresentedPayment, network: Network): Promise<boolean> {
  const hash = hashTypedData(typedData(payment, network));
  try {
    const { data } = await publicClient(network.chainId).call({
      to: payment.from,
      data: encodeFunctionData({ abi: erc1271Abi, args: [hash, payment.signature] }),
      gas: MAX_GAS,
    });
    return data?.slice(0, 10) === MAGIC_VALUE && isPadded(data);
  } catch (error) {
    if (error instanceof CallExecutionError && error.walk((cause) => cause instanceof ExecutionRevertedError))
      return false;
    throw error;
  }
}

/** One ABI word: the four bytes and then zeros. */
function isPadded(data: Hex): boolean {
  return /^0x[0-9a-f]{8}0{56}$/.test(data);
}

const erc1271Abi = [
  {
    type: "function",
    name: "isValidSignature",
    stateMutability: "view",
    inputs: [{ type: "bytes32" }, { type: "bytes" }],
    outputs: [{ type: "bytes4" }],
  },
] as const;

/** EIP-3009. */
export const transferWithAuthorizationTypes = {
  TransferWithAuthorization: [
    { name: "from", type: "address" },
    { name: "to", type: "address" },
    { name: "value", type: "uint256" },
    { name: "validAfter", type: "uint256" },
    { name: "validBefore", type: "uint256" },
    { name: "nonce", type: "bytes32" },
  ],
} as const;

function refusal(code: ErrorCode, detail: string): Checked {
  return { kind: "refused", code, detail: `${detail} Nothing was charged.` };
}
