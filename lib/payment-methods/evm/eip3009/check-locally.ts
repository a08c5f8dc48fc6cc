import "server-only";
import { hashTypedData, size } from "viem";
import { formatAtomic } from "@/lib/money";
import { type CounterfactualSignature, readCounterfactual } from "@/lib/payment-methods/evm/chain/account-signature";
import type { SimulatedAt } from "@/lib/payment-methods/evm/chain/block-time";
import { publicClient } from "@/lib/payment-methods/evm/chain/clients";
import type { Address, Network } from "@/lib/payment-methods/evm/chain/networks";
import { DELEGATED } from "@/lib/payment-methods/evm/chain/payer-kind";
import {
  HIGH_S,
  type KeySignature,
  NO_CODE,
  readAccountSignature,
  readCounterfactualSignature,
  readKeySignature,
} from "@/lib/payment-methods/evm/chain/read-signature";
import type { Eip3009 } from "./authorization";
import { type Refused, refusal } from "./refusal";
import { checkKeysWindow, checkWindow, untilValid } from "./time-window";

/** Longer than the call that makes any wallet we know (bytes): it is the gas account that pays for each of them. */
const MAX_FACTORY_DATA = 2_048;

/**
 * `payer`: a plain key is the same person on every chain; an account with code is identified on its own chain only.
 * `signature`: in the one spelling that is stored and sent.
 */
export type Checked = { kind: "good"; payer: "key" | "account"; signature: `0x${string}` } | Refused;

/**
 * The result of the checks in this process. `byKey`: the payer's key signed it, which decides unless there is code at
 * its address.
 */
type CheckedLocally = { kind: "possible"; byKey: KeySignature | null } | Refused;

type SignerOptions = {
  byKey: KeySignature | null;
  /** The smallest payment (atomic units) for which the facilitator would call this factory to deploy the payer's wallet. */
  deploysFrom: (factory: Address) => bigint | null;
  /** Called before the node is shown the signature. */
  beforeShown?: () => void;
  now: Date;
};

/** What depends on the facilitator. */
export type ForFacilitator = Pick<SignerOptions, "deploysFrom"> & {
  /** The block in which it simulates. */
  simulatesAt: SimulatedAt;
  now: Date;
};

/**
 * Makes the checks that need no facilitator: the time window and the payer's signature (EIP-712 over EIP-3009
 * `TransferWithAuthorization`), by recovery for a plain key, by asking the account itself if it has code (ERC-1271),
 * and by simulating its deployment if the signature contains one (ERC-6492). So invalid payments leave no row, and
 * later steps can rely on the payer's signature. One that becomes valid in a few seconds is waited for.
 *
 * @throws when the chain cannot be read
 */
export async function checkAuthorization(
  payment: Eip3009,
  network: Network,
  { simulatesAt, ...options }: ForFacilitator,
): Promise<Checked> {
  const locally = await checkLocally(payment, network, options.now);
  if (locally.kind === "refused") return locally;
  const signer = await checkSigner(payment, network, { ...options, byKey: locally.byKey });
  if (signer.kind === "refused") return signer;
  return (await untilValid(payment, network, { at: simulatesAt, now: options.now })) ?? signer;
}

/** The part without requests: whether the time window is valid, and whether the payer's key signed. */
export async function checkLocally(payment: Eip3009, network: Network, now: Date): Promise<CheckedLocally> {
  const refused = checkWindow(payment, now);
  if (refused) return refused;
  const byKey = await readKeySignature(hashOf(payment, network), payment.from, payment.signature);
  return { kind: "possible", byKey };
}

/** A plain key's signature, once it is known that its address has no code. */
export function checkKey(payment: Eip3009, { signature, isHigh }: KeySignature, now: Date): Checked {
  if (isHigh) return refusal("invalid_signature", HIGH_S);
  return checkKeysWindow(payment, now) ?? { kind: "good", payer: "key", signature };
}

/**
 * The rest of it, which reads the code at the payer's address. An invalid payment costs one request.
 *
 * @throws when the chain cannot be read
 */
export async function checkSigner(
  payment: Eip3009,
  network: Network,
  { byKey, deploysFrom, beforeShown, now }: SignerOptions,
): Promise<Checked> {
  const code = await publicClient(network.chainId).getCode({ address: payment.from });
  const counterfactual = readCounterfactual(payment.signature);
  if (!code && !counterfactual) {
    if (byKey) return checkKey(payment, byKey, now);
    return payment.signature === "0x" ? refusal("invalid_signature", NO_CODE) : notSigned;
  }
  beforeShown?.();
  if (!code && counterfactual) return checkCounterfactual(payment, network, counterfactual, deploysFrom);
  const presented = byKey?.signature ?? counterfactual?.signature ?? payment.signature;
  const signature = await readAccountSignature(questionOf(payment, network), presented);
  if (signature !== null) return { kind: "good", payer: "account", signature };
  return byKey && code?.startsWith(DELEGATED) ? delegated(network, code) : notSigned;
}

/** Neither the payer's key nor code at its address says that it signed. */
export const notSigned = refusal("invalid_signature", "The signature is not the payer's for this authorization.");

/** Its key signed, but the token asks only the code at its address. Named, since the wallet itself sees nothing wrong. */
function delegated({ token }: Network, code: string): Refused {
  const contract = `0x${code.slice(DELEGATED.length)}`;
  return refusal(
    "wallet_unsupported",
    `The key of this wallet signed, but its address is delegated to the contract ${contract} (EIP-7702), which does not confirm the signature (ERC-1271). ${token.symbol} asks only that contract. End the delegation in the wallet, or pay with another one.`,
  );
}

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
  const said = await readCounterfactualSignature(questionOf(payment, network), counterfactual);
  if (said === "no") return notSigned;
  if (said === "not-made") {
    return refusal("wallet_unsupported", "The deployment in the signature does not create the payer's wallet.");
  }
  return { kind: "good", payer: "account", ...said };
}

function questionOf(payment: Eip3009, network: Network) {
  return { chainId: network.chainId, address: payment.from, hash: hashOf(payment, network) };
}

function hashOf(payment: Eip3009, network: Network) {
  return hashTypedData(typedData(payment, network));
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
