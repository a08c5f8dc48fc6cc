import "server-only";
import { createPublicClient, fallback, http, type PublicClient } from "viem";
import { settings } from "../env";
import { perProcess } from "../process";

const CALL_TIMEOUT_MS = 10_000;

/**
 * The client that reads a chain, one per process and chain. Several RPC addresses are tried in order. Errors of these
 * clients may contain the RPC address (which may contain an operator's key): they belong in the log, never in an answer.
 *
 * @throws Error when the operator gave no RPC address for the chain
 */
export function publicClient(chainId: number): PublicClient {
  const urls = settings().rpcUrls[chainId] ?? [];
  if (urls.length === 0) throw new Error(`No RPC address for chain ${chainId}: set RPC_URL_${chainId}.`);
  const clients = perProcess("chain-clients", () => new Map<string, PublicClient>());
  // The addresses are part of the key, so that a test which points the settings elsewhere is not answered by the old chain.
  const key = `${chainId} ${urls.join(" ")}`;
  let client = clients.get(key);
  if (!client) {
    client = makeClient(urls);
    clients.set(key, client);
  }
  return client;
}

function makeClient(urls: string[]): PublicClient {
  const transports = urls.map((url) => http(url, { timeout: CALL_TIMEOUT_MS, retryCount: 1, retryDelay: 200 }));
  const [only] = transports;
  return createPublicClient({
    transport: transports.length === 1 && only ? only : fallback(transports),
    // One wait for a receipt must not keep a fast chain waiting for four seconds.
    pollingInterval: 500,
    // viem would answer the newest block's number from memory for a while; reservations need the true one.
    cacheTime: 0,
  }) as PublicClient;
}
