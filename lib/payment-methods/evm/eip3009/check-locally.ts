import "server-only";
import { hashTypedData, size } from "viem";
import { toUnixSeconds } from "@/lib/clock";
import type { ErrorCode } from "@/lib/errors";
import { formatAtomic } from "@/lib/money";
import {
  accountAccepts,
  type CounterfactualSignature,
  counterfactualAccepts,
  readCounterfactual,
} from "@/lib/payment-methods/evm/chain/account-signature";
import { publicClient } from "@/lib/payment-methods/evm/chain/clients";
import type { Address, Network } from "@/lib/payment-methods/evm/chain/networks";
import { recoverAddress } from "@/lib/payment-methods/evm/chain/recover-address";
import type { Eip3009 } from "./authorization";

/** A facilitator needs time to get the transaction into a block; the reference one rejects less than six seconds. */
export const MIN_SECONDS_LEFT = 6n;
/** Longer than any challenge allows: until then the payment could stay unresolved and block the buyer. */
export const MAX_SECONDS_AHEAD = 24n * 3600n;

/** Longer than the call that makes any wallet we know (bytes): it is the gas account that pays for each of them. */
const MAX_FACTORY_DATA = 2_048;

type Refused = { kind: "refused"; code: ErrorCode; detail: string };

/** `payer`: a plain key is the same person on every chain; an account with code is identified on its own chain only. */
export type Checked = { kind: "good"; payer: "key" | "account" } | Refused;

/**
 * The result of the checks in this process. `byKey`: the payer's key signed it, which decides unless there is code at
 * its address.
 */
type CheckedLocally = { kind: "possible"; byKey: boolean } | Refused;

export type SignerOptions = {
  byKey: boolean;
  /** The smallest payment (atomic units) for which the facilitator would call this factory to deploy the payer's wallet. */
  deploysFrom: (factory: Address) => bigint | null;
  /** Called before the node is shown the signature. */
  beforeShown?: () => void;
};

/**
 * Makes the checks that need no facilitator: the time window and the payer's signature (EIP-712 over EIP-3009
 * `TransferWithAuthorization`), by recovery for a plain key, by asking the account itself if it has code (ERC-1271),
 * and by simulating its deployment if the signature contains one (ERC-6492). So invalid payments leave no row, and
 * later steps can rely on the payer's signature.
 *
 * @throws when the chain cannot be read
 */
export async function checkAuthorization(
  payment: Eip3009,
  network: Network,
  { now, deploysFrom }: Pick<SignerOptions, "deploysFrom"> & { now: Date },
): Promise<Checked> {
  const locally = await checkLocally(payment, network, now);
  return locally.kind === "refused" ? locally : checkSigner(payment, network, { byKey: locally.byKey, deploysFrom });
}

/** The part without requests: whether the time window is valid, and whether the payer's key signed. */
export async function checkLocally(payment: Eip3009, network: Network, now: Date): Promise<CheckedLocally> {
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
  return { kind: "possible", byKey: await isSignedByKey(payment, network) };
}

/**
 * The rest of it, which reads the code at the payer's address. An invalid payment costs one request.
 *
 * @throws when the chain cannot be read
 */
export async function checkSigner(
  payment: Eip3009,
  network: Network,
  { byKey, deploysFrom, beforeShown }: SignerOptions,
): Promise<Checked> {
  const code = await publicClient(network.chainId).getCode({ address: payment.from });
  const counterfactual = readCounterfactual(payment.signature);
  if (!code && !counterfactual) return byKey ? { kind: "good", payer: "key" } : notSigned;
  beforeShown?.();
  if (!code && counterfactual) return checkCounterfactual(payment, network, counterfactual, deploysFrom);
  const signature = counterfactual?.signature ?? payment.signature;
  const accepts = await accountAccepts(questionOf(payment, network), signature);
  return accepts ? { kind: "good", payer: "account" } : notSigned;
}

const notSigned = refusal("invalid_signature", "The signature is not the payer's for this authorization.");

/** A wallet that is not deployed yet. The facilitator has to deploy it first, and pays for that. */
async function checkCounterfactual(
  payment: Eip3009,
  network: Network,
  counterfactual: CounterfactualSignature,
  deploysFrom: SignerOptions["deploysFrom"],
): Promise<Checked> {
  const { factory, factoryData } = counterfactual;
  const from = deploysFrom(factory);
  const { name, token } = network;
  const instead = `Use the wallet once on ${name}, such as for a transfer, or pay with another one.`;
  if (from === null || size(factoryData) > MAX_FACTORY_DATA) {
    return refusal(
      "wallet_unsupported",
      `This wallet does not exist on ${name} yet, and its kind (factory ${factory}) is not one that this server makes. ${instead}`,
    );
  }
  if (payment.value < from) {
    const least = `${formatAtomic(from, token.decimals)} ${token.symbol}`;
    return refusal(
      "wallet_unsupported",
      `This wallet does not exist on ${name} yet. Making it costs network fees, which this server pays for purchases from ${least} on. ${instead}`,
    );
  }
  switch (await counterfactualAccepts(questionOf(payment, network), counterfactual)) {
    case "yes":
      return { kind: "good", payer: "account" };
    case "no":
      return notSigned;
    case "not-made":
      return refusal("wallet_unsupported", "The deployment in the signature does not create the payer's wallet.");
  }
}

function questionOf(payment: Eip3009, network: Network) {
  return { chainId: network.chainId, address: payment.from, hash: hashTypedData(typedData(payment, network)) };
}

function typedData({ from, to, value, validAfter, validBefore, nonce }: Eip3009, network: Network) {
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

async function isSignedByKey(payment: Eip3009, network: Network): Promise<boolean> {
  const signer = await recoverAddress(hashTypedData(typedData(payment, network)), payment.signature);
  return signer === payment.from;
}

/** EIP-3009. */
const transferWithAuthorizationTypes = {
  TransferWithAuthorization: [
    { name: "from", type: "address" },
    { name: "to", type: "address" },
    { name: "value", type: "uint256" },
    { name: "validAfter", type: "uint256" },
    { name: "validBefore", type: "uint256" },
    { name: "nonce", type: "bytes32" },
  ],
} as const;

function refusal(code: ErrorCode, detail: string): Refused {
  return { kind: "refused", code, detail: `${detail} Nothing was charged by this request.` };
}
