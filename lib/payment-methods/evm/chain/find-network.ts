import "server-only";
import { settings } from "@/lib/settings/settings";
import type { Network } from "./networks";

/** The network with this chain id: a well-known one or one that the operator described. Offered or not. */
export function findNetwork(chainId: number): Network | undefined {
  return settings().knownNetworks.find((network) => network.chainId === chainId);
}

/** The same by CAIP-2 id, such as `eip155:8453`. */
export function findNetworkByCaip2(caip2: string): Network | undefined {
  return settings().knownNetworks.find((network) => network.caip2 === caip2);
}
