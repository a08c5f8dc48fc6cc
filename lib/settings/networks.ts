/**
 * The known networks and the offered ones: the well-known ones and those that the operator describes by `NETWORK_<chain
 * id>`. Pure, as everything that reads settings.
 */

import { z } from "zod";
import {
  DEVNET_CHAIN_ID,
  MAX_NETWORKS,
  type Network,
  networkByChainId,
  networks,
} from "@/lib/payment-methods/evm/chain/networks";
import { address } from "./parsers/accounts";
import { text } from "./parsers/text";
import { readUrl, serviceUrl } from "./parsers/urls";

const words = z.string().trim().min(1).max(60);
const blocks = z.int().min(0).max(10_000);
const explorer = text((value) => readUrl(value).href.replace(/\/$/, ""));
const confirmationsByPrice = z.array(z.strictObject({ fromUsd: z.int().min(0), blocks })).max(10);

/** The settings of a well-known network: never its token, which earlier payments were made in. */
const changes = z.strictObject({
  confirmations: blocks.optional(),
  confirmationsByPrice: confirmationsByPrice.optional(),
  explorer: explorer.optional(),
  walletRpcUrl: serviceUrl.optional(),
});

/** The description of any other network. Its token supports EIP-3009 and is worth one US dollar. */
const description = z.strictObject({
  name: words,
  testnet: z.boolean().default(false),
  coin: z.strictObject({ name: words, symbol: words }).optional(),
  token: z.strictObject({
    address,
    symbol: words,
    decimals: z.int().min(2).max(36),
    name: z.string().min(1),
    version: z.string().min(1),
  }),
  confirmations: blocks,
  confirmationsByPrice: confirmationsByPrice.default([]),
  explorer: explorer.optional(),
  walletRpcUrl: serviceUrl,
});

/**
 * Every network this server knows: the list of `lib/payment-methods/evm/chain/networks.ts` with the operator's changes, then the operator's
 * own.
 *
 * @param described the values of `NETWORK_<chain id>`, by chain id
 * @param problems gets a sentence for each `NETWORK_<chain id>` that cannot be used
 */
export function readKnownNetworks(described: Readonly<Record<string, string>>, problems: string[]): Network[] {
  const known = new Map(networks.map((network) => [network.chainId, network]));
  for (const [chainId, value] of Object.entries(described)) {
    try {
      known.set(Number(chainId), readNetwork(Number(chainId), value));
    } catch (error) {
      problems.push(`NETWORK_${chainId} ${(error as Error).message}`);
    }
  }
  return [...known.values()];
}

function readNetwork(chainId: number, said: string): Network {
  if (chainId === DEVNET_CHAIN_ID) throw new Error("describes the devnet, which is as it is. Remove it.");
  if (!Number.isSafeInteger(chainId)) throw new Error("has a chain id that is too large.");
  const json = parseJson(said);
  const standing = networkByChainId(chainId);
  if (standing) return { ...standing, ...defined(understood(changes.safeParse(json))) };
  return { caip2: `eip155:${chainId}`, chainId, ...understood(description.safeParse(json)) };
}

function understood<T>(parsed: z.ZodSafeParseResult<T>): T {
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.length ? ` at "${issue.path.join(".")}"` : "";
  throw new Error(`cannot be read${where}: ${issue?.message} docs/networks.md shows what it has to look like.`);
}

function parseJson(said: string): unknown {
  try {
    return JSON.parse(said);
  } catch {
    throw new Error('has to be JSON, such as {"name": "…", "token": {…}}. docs/networks.md shows one.');
  }
}

function defined<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Partial<T>;
}

/** The networks that `NETWORKS` names, in its order. */
export function readOfferedNetworks(
  names: readonly string[] | undefined,
  known: readonly Network[],
  problems: string[],
): Network[] | undefined {
  if (names && names.length > MAX_NETWORKS) {
    problems.push(`NETWORKS lists ${names.length} networks. A challenge holds ${MAX_NETWORKS} at most: remove some.`);
  }
  return names?.flatMap((name) => {
    const network = known.find(({ caip2 }) => caip2 === name);
    if (network) return [network];
    const list = known.map((candidate) => `${candidate.caip2} (${candidate.name})`).join(", ");
    problems.push(
      `NETWORKS holds "${name}", which is not a network this server knows. Known: ${list}. ` +
        "Describe any other one by NETWORK_<chain id>: docs/networks.md shows how.",
    );
    return [];
  });
}

/** A node's URL that visitors' wallets would get although it probably contains the operator's key. */
export function leakedNodes(known: readonly Network[], rpcUrls: Readonly<Record<number, readonly string[]>>): string[] {
  return known.flatMap(({ chainId, walletRpcUrl: shown }) => {
    const wellKnown = networkByChainId(chainId)?.walletRpcUrl === shown;
    if (!shown || wellKnown || !rpcUrls[chainId]?.includes(shown)) return [];
    const { pathname, search, username } = new URL(shown);
    if (pathname === "/" && search === "" && username === "") return [];
    return [
      `NETWORK_${chainId} tells every visitor the walletRpcUrl, and RPC_URL_${chainId} is the same address, which may ` +
        "hold your access key. Name a public one.",
    ];
  });
}
