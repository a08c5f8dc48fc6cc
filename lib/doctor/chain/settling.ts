import "server-only";
import type { Check, Shop } from "@/lib/doctor/check";
import { type Finding, fine, trouble } from "@/lib/doctor/finding";
import { publicClient } from "@/lib/payment-methods/evm/chain/clients";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { withoutUrls } from "@/lib/payment-methods/evm/chain/safe-error";
import { checkToken } from "@/lib/payment-methods/evm/chain/token";
import { configuredFacilitator } from "@/lib/payment-methods/evm/facilitator/configured";

/** The token of each network is the one that Filekiosk expects. */
export const tokens: Check = {
  name: "tokens",
  run: (shop) =>
    forEachNetwork(shop, async (network) => {
      // The findings of the nodes say that.
      if (!(await isAnswering(network))) return [];
      const why = await checkToken(network).then(
        () => null,
        (error: Error) => withoutUrls(error.message),
      );
      if (why === null)
        return [fine("tokens", `The token is ${network.token.symbol} at ${network.token.address}.`, network.name)];
      const fix = `Correct NETWORKS or NETWORK_${network.chainId}; docs/networks.md explains it. If you changed nothing, the issuer changed the token.`;
      return [trouble("token-unusable", { about: network.name, words: why, fix })];
    }),
};

/** A remote facilitator answers and settles on its networks. Nothing is sent to it that could cost anything. */
export const facilitators: Check = {
  name: "facilitators",
  run: (shop) =>
    forEachNetwork(shop, async ({ chainId, name }) => {
      if (shop.settings.facilitators[chainId]?.kind !== "remote") return [];
      const supports = await configuredFacilitator(chainId)
        .supports(chainId)
        .catch(() => null);
      if (supports) return [fine("facilitators", "The facilitator answers and settles on this network.", name)];
      const words =
        supports === null
          ? "The facilitator does not answer, so nothing can be sold on this network."
          : "The facilitator answers but does not settle on this network.";
      const fix = `Correct FACILITATOR_${chainId} or FACILITATOR, or remove the network from NETWORKS.`;
      return [trouble("facilitator-unusable", { about: name, words, fix })];
    }),
};

function isAnswering({ chainId }: Network): Promise<boolean> {
  return publicClient(chainId)
    .getChainId()
    .then(
      () => true,
      () => false,
    );
}

async function forEachNetwork({ settings }: Shop, look: (network: Network) => Promise<Finding[]>): Promise<Finding[]> {
  return (await Promise.all(settings.networks.map(look))).flat();
}
