import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type { PaymentPayload } from "@x402/core/types";
import type { Hex } from "viem";
import { SECOND } from "@/lib/clock";
import { log } from "@/lib/log";
import { type CounterfactualSignature, readCounterfactual } from "@/lib/payment-methods/evm/chain/account-signature";
import { publicClient } from "@/lib/payment-methods/evm/chain/clients";
import type { Address, Network } from "@/lib/payment-methods/evm/chain/networks";
import { walletFactories } from "@/lib/payment-methods/evm/chain/wallet-factories";
import { findOpenDeployment } from "@/lib/payment-methods/evm/gas/find-deployment";
import { waitForReceipt } from "@/lib/payment-methods/evm/gas/find-receipt";
import { GasRefused } from "@/lib/payment-methods/evm/gas/refused";
import { type Purpose, sendTransaction } from "@/lib/payment-methods/evm/gas/send-transaction";

/** How long a node may lag behind the block that holds the deployment (ms). */
const NODE_LAG = 2 * SECOND;

type Deploying = {
  network: Network;
  gasKey: Hex;
  purpose: Omit<Purpose, "kind">;
  /** How long to wait for the deployment's block (ms). */
  timeout: number;
};

/**
 * Deploys the payer's wallet if the signature contains its deployment (ERC-6492) and it does not exist yet: a
 * transaction of the gas account like any other. Only whether the wallet exists afterwards counts, not who deployed it:
 * if somebody else was faster, or an earlier process was interrupted, this continues from there.
 *
 * @returns the payload with the wallet's own signature, as a deployed account is asked (ERC-1271); null when the
 *   factory's call did not deploy the wallet
 * @throws GasRefused when the deployment may not be sent; any other error when it is in no block in time. In either
 *   case, nothing that moves the payer's money was signed
 */
export async function deployPayer(payload: PaymentPayload, deploying: Deploying): Promise<PaymentPayload | null> {
  const counterfactual = readCounterfactual(payload.payload.signature as Hex);
  if (!counterfactual) return payload;
  const { network, purpose } = deploying;
  const bare = { ...payload, payload: { ...payload.payload, signature: counterfactual.signature } };
  const wallet = purpose.payer as Address;
  if (await isDeployed(network, wallet)) return bare;
  if (!walletFactories(network.chainId).includes(counterfactual.factory)) {
    throw new GasRefused(`The factory ${counterfactual.factory} is not on the list.`);
  }
  const made = await deploy(counterfactual, deploying).catch(async (error) => {
    // Somebody else, or another payment by this wallet, was faster: then the factory's call fails.
    if (await isDeployed(network, wallet)) return true;
    throw error;
  });
  return made ? bare : null;
}

async function deploy({ factory, factoryData }: CounterfactualSignature, deploying: Deploying): Promise<boolean> {
  const { network, gasKey, purpose, timeout } = deploying;
  const wallet = purpose.payer as Address;
  const call = { to: factory, data: factoryData };
  const row =
    (await findOpenDeployment(network.chainId, wallet, call)) ??
    (await sendTransaction(network, gasKey, call, { ...purpose, kind: "deployment" }));
  const { transactionHash, status } = await waitForReceipt(row, timeout);
  for (const deadline = performance.now() + NODE_LAG; performance.now() < deadline; await sleep(200)) {
    if (await isDeployed(network, wallet)) return true;
  }
  log.warn({ wallet, hash: transactionHash, status }, "a deployment did not make its wallet");
  return false;
}

async function isDeployed({ chainId }: Network, address: Address): Promise<boolean> {
  return (await publicClient(chainId).getCode({ address })) !== undefined;
}
