import { DEVNET_CHAIN_ID, type Network } from "@/lib/payment-methods/evm/chain/networks";

/** What a link to those who buy and sell dollars is about. `amount`: an exact decimal, such as "4.50". */
type Filling = { address: string; network: Pick<Network, "name">; amount: string };

/**
 * Fills in a template of the operator's (`ONRAMP_URL`, `OFFRAMP_URL`). The network is written as those sites write it: "base",
 * "polygon", "base-sepolia".
 */
export function moneyLink(template: string, { address, network, amount }: Filling): string {
  const values: Record<string, string> = {
    address,
    network: network.name.toLowerCase().replace(/[^a-z0-9]+/g, "-"),
    amount,
  };
  return template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ""));
}

/** Money is bought and sold on real networks only; the devnet plays one. */
export const isTraded = ({ testnet, chainId }: Pick<Network, "testnet" | "chainId">, devnet: boolean) =>
  !testnet || (devnet && chainId === DEVNET_CHAIN_ID);
