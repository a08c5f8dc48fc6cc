import "server-only";
import { formatEther } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { Check, Shop } from "@/lib/doctor/check";
import { type Finding, fine, trouble } from "@/lib/doctor/finding";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { readSalesLeft } from "@/lib/payment-methods/evm/gas/sales-left";

/** With gas for fewer sales than this the operator is warned, as by `/readyz`. */
const FEW_SALES = 100;

/** The networks on which this server pays the fees, with the key that pays. */
export function paidHere({ settings }: Shop): { network: Network; gasKey: `0x${string}` }[] {
  return settings.networks.flatMap((network) => {
    const choice = settings.facilitators[network.chainId];
    return choice?.kind === "embedded" ? [{ network, gasKey: choice.gasKey }] : [];
  });
}

/** The gas account on each network: address, balance, and for how many sales it lasts. */
export const gasAccount: Check = {
  name: "gas-account",
  async run(shop) {
    return (await Promise.all(paidHere(shop).map(lookAt))).flat();
  },
};

async function lookAt({ network, gasKey }: ReturnType<typeof paidHere>[number]): Promise<Finding[]> {
  const { address } = privateKeyToAccount(gasKey);
  const coin = network.coin?.symbol ?? "ETH";
  const about = network.name;
  const left = await readSalesLeft(network, gasKey).catch(() => null);
  // The node's finding says why.
  if (left === null)
    return [fine("gas-account", `${address}: its balance cannot be read while no node answers.`, about)];
  const has = `The gas account ${address} has ${Number(formatEther(left.balance)).toPrecision(4)} ${coin}`;
  const fix = `Send ${coin} to ${address} on ${network.name}.`;
  const findings: Finding[] = [];
  if (left.sales < 1) {
    findings.push(trouble("gas-empty", { about, words: `${has}, not enough for one sale. Sales are paused.`, fix }));
  } else if (left.sales < FEW_SALES) {
    findings.push(trouble("gas-low", { about, words: `${has}, enough for about ${left.sales} sales.`, fix }));
  }
  if (left.aboveCap) {
    findings.push(
      trouble("gas-fee-above-cap", {
        about,
        words:
          "The network asks for more per unit of gas than MAX_FEE_PER_GAS allows. Sales are paused until it asks for less.",
        fix: "Wait, or raise MAX_FEE_PER_GAS if you accept the cost.",
      }),
    );
  }
  if (findings.length > 0) return findings;
  return [
    fine("gas-account", `${has}, enough for about ${left.sales.toLocaleString("en")} sales at today's fee.`, about),
  ];
}
