import "server-only";
import { createPublicClient, fallback, type PublicClient, type Transport } from "viem";
import { perProcess } from "@/lib/process";
import { settings } from "@/lib/settings/settings";
import { checkedHttp } from "./checked-http";

/**
 * The client that reads a chain, one per process and chain. Several RPC URLs are tried in order: one that is down, or
 * that leads to another chain, is skipped. Errors of these clients may contain the RPC URL (which may contain an
 * operator's key): they belong in the log, never in a response.
 *
 * @throws Error when the operator gave no RPC URL for the chain
 */
export function publicClient(chainId: number): PublicClient {
  const urls = settings().rpcUrls[chainId] ?? [];
  if (urls.length === 0) throw new Error(`No RPC address for chain ${chainId}: set RPC_URL_${chainId}.`);
  const clients = perProcess("chain-clients", () => new Map<string, PublicClient>());
  // The URLs are part of the key, so that a test with other settings does not get the old chain.
  const key = `${chainId} ${urls.join(" ")}`;
  let client = clients.get(key);
  if (!client) {
    client = makeClient(chainTransport(chainId));
    clients.set(key, client);
  }
  return client;
}

/** The transport to a chain's nodes, for clients that also send. A signed transaction is the same bytes for each of them. */
function chainTransport(chainId: number): Transport {
  const urls = settings().rpcUrls[chainId] ?? [];
  const transports = urls.map((url) => checkedHttp(url, chainId, { alone: urls.length === 1 }));
  const [only] = transports;
  return transports.length === 1 && only ? only : fallback(transports, { retryCount: 0 });
}

function makeClient(transport: Transport): PublicClient {
  return createPublicClient({
    transport,
    // One wait for a receipt must not keep a fast chain waiting for four seconds.
    pollingInterval: 500,
    // viem caches the newest block's number for a while; reservations need the current one.
    cacheTime: 0,
  }) as PublicClient;
}
