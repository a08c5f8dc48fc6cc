import { DEVNET_CHAIN_ID, networkByChainId } from "../lib/payment-methods/evm/chain/networks";
import { type Program, startRival } from "./programs";
import type { Shop } from "./shop";

/** `@x402/express`, which sells every file of a folder under /files/ for $0.01, with the facilitator of our shop. */
export function startExpress({ chain, facilitator }: Shop, folder: string): Promise<Program> {
  const network = networkByChainId(DEVNET_CHAIN_ID);
  if (!network) throw new Error("the devnet is unknown");
  const { address, name, version } = network.token;
  return startRival("express.mjs", folder, facilitator.url, chain.accounts.seller.address, address, name, version);
}
