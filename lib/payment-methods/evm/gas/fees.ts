import "server-only";
import { parseGwei } from "viem";
import { publicClient } from "@/lib/payment-methods/evm/chain/clients";
import { DEFAULT_MAX_FEE_GWEI, type Network } from "@/lib/payment-methods/evm/chain/networks";
import { settings } from "@/lib/settings/settings";
import { GasRefused } from "./refused";

/** EIP-1559, in wei per unit of gas. */
export type Fees = { maxFeePerGas: bigint; maxPriorityFeePerGas: bigint };

/** The most that a unit of gas may cost on this network (wei): the operator's setting, else the network's default. */
export function feeCap({ chainId, maxFeeGwei = DEFAULT_MAX_FEE_GWEI }: Network): bigint {
  const caps = settings().maxFeePerGas;
  return caps.byChain[chainId] ?? caps.every ?? parseGwei(maxFeeGwei);
}

/** The fee of the next block, as the node reports it. */
export async function readNeededFees(network: Network): Promise<{ baseFee: bigint; tip: bigint }> {
  const client = publicClient(network.chainId);
  const [block, tip] = await Promise.all([
    client.getBlock({ blockTag: "latest" }),
    client.estimateMaxPriorityFeePerGas(),
  ]);
  return { baseFee: block.baseFeePerGas ?? 0n, tip };
}

/**
 * The fee to offer now: allows the base fee to double, within the cap.
 *
 * @throws GasRefused when even the current fee is above the cap
 */
export async function readFees(network: Network): Promise<Fees> {
  const { baseFee, tip } = await readNeededFees(network);
  const cap = feeCap(network);
  if (baseFee + tip > cap) throw new GasRefused(`A unit of gas costs ${baseFee + tip} wei, the cap is ${cap}.`);
  return capped({ maxFeePerGas: 2n * baseFee + tip, maxPriorityFeePerGas: tip }, cap);
}

/**
 * The fee to offer instead of one that was too low: at least an eighth more of each part (nodes require a tenth), and
 * no less than the current fee, within the cap.
 *
 * @returns null when nodes would not accept any offer within the cap
 */
export async function raiseFees(network: Network, before: Fees): Promise<Fees | null> {
  const { baseFee, tip } = await readNeededFees(network);
  const cap = feeCap(network);
  const wanted = {
    maxFeePerGas: larger(2n * baseFee + tip, raised(before.maxFeePerGas)),
    maxPriorityFeePerGas: larger(tip, raised(before.maxPriorityFeePerGas)),
  };
  const fees = capped(wanted, cap);
  const enough =
    fees.maxFeePerGas * 10n >= before.maxFeePerGas * 11n &&
    fees.maxPriorityFeePerGas * 10n >= before.maxPriorityFeePerGas * 11n;
  return enough ? fees : null;
}

function raised(fee: bigint): bigint {
  return (fee * 9n) / 8n + 1n;
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function capped({ maxFeePerGas, maxPriorityFeePerGas }: Fees, cap: bigint): Fees {
  const most = maxFeePerGas < cap ? maxFeePerGas : cap;
  return { maxFeePerGas: most, maxPriorityFeePerGas: maxPriorityFeePerGas < most ? maxPriorityFeePerGas : most };
}
