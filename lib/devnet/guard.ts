import "server-only";
import { AppError } from "@/lib/errors";
import { DEVNET_CHAIN_ID } from "@/lib/payment-methods/evm/chain/networks";
import { safeChainError } from "@/lib/payment-methods/evm/chain/safe-error";
import { settings } from "@/lib/settings/settings";
import { connectDevnet, type DevnetNode, NotADevnet } from "./node";

/**
 * The devnet's node, if this server is on the devnet: the settings offer chain 31337, its RPC address is loopback, and
 * the node itself says that it is anvil with that chain id. All of this is checked at every call: otherwise the faucet
 * and the RPC route could reach the node of a real chain.
 *
 * @throws AppError `not_found` off the devnet, `chain_unavailable` when the devnet's node is down
 */
export async function devnetNode(): Promise<DevnetNode> {
  const { devnet, rpcUrls } = settings();
  const url = devnet ? rpcUrls[DEVNET_CHAIN_ID]?.[0] : undefined;
  if (!url) throw new AppError("not_found");
  const node = await connectDevnet(url).catch((error: unknown) => {
    if (error instanceof NotADevnet) throw new AppError("not_found", { cause: error });
    throw devnetDown(error);
  });
  if (node.chainId !== DEVNET_CHAIN_ID) throw new AppError("not_found");
  return node;
}

/** True on the devnet only; see `devnetNode`. A devnet whose node is down counts as none. */
export async function isDevnet(): Promise<boolean> {
  return devnetNode().then(
    () => true,
    () => false,
  );
}

/** The error for people when the devnet's node does not answer. */
export function devnetDown(cause: unknown): AppError {
  return new AppError("chain_unavailable", {
    detail: "The local chain does not answer. Is the demo still running?",
    headers: { "Retry-After": "5" },
    cause: safeChainError(cause),
  });
}
