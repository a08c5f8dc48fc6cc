import { readFileSync, statSync } from "node:fs";
import { createPublicClient, type Hex, http, type PublicClient } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { UsageError } from "@/commands/arguments";
import { type Network, networkByCaip2 } from "@/lib/payment-methods/evm/chain/networks";
import { parseSettings, type Settings, SettingsError } from "@/lib/settings/parse-settings";
import type { Options } from "./options";

/** Everything that is needed to read a shop's sales. */
export type Place = {
  client: PublicClient;
  network: Network;
  /** The gas account; null when only payees are looked for. */
  account: Hex | null;
  /** The current one first. */
  secrets: string[];
  hasDatabase: boolean;
};

/**
 * From the command line and, for what that leaves open, the settings. The settings need not be complete, or be there at
 * all, where the command line names everything.
 *
 * @param root the folder of the app
 * @throws UsageError what is missing
 */
export function findPlace(options: Options, root: string, fileNames: string[]): Place {
  const settings = readSettings(root, fileNames);
  const { network, rpcUrl } = findNetwork(options, settings);
  const missing = (what: string) =>
    new UsageError(`${what}${settings instanceof SettingsError ? `\n\n${settings.message}` : ""}`);
  if (!rpcUrl) throw missing(`Name an RPC address of ${network.caip2} with --rpc.`);
  const account = options.account ?? gasAccount(settings);
  if (!account && options.payTo.length === 0) {
    throw missing("Name the gas account that sent the settlements with --account, or payout addresses with --pay-to.");
  }
  const own = settings instanceof SettingsError ? [] : [settings.sessionSecret, ...settings.oldSessionSecrets];
  const secrets = [...new Set([...own, ...options.secrets])];
  if (secrets.length === 0) throw missing("Name a file that has this shop's SESSION_SECRET with --secret-file.");
  return { client: clientOf(rpcUrl), network, account, secrets, hasDatabase: hasDatabase(settings) };
}

function readSettings(root: string, fileNames: string[]): Settings | SettingsError {
  try {
    return parseSettings(process.env, { directory: root, fileNames, readFile: (path) => readFileSync(path, "utf8") });
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
}

function findNetwork({ network: wanted, rpc }: Options, settings: Settings | SettingsError) {
  if (settings instanceof SettingsError) {
    if (wanted === null) throw new UsageError(`Name the network with --network.\n\n${settings.message}`);
    const network = networkByCaip2(wanted);
    if (!network) throw new UsageError(`${wanted} is not known here without the settings.\n\n${settings.message}`);
    return { network, rpcUrl: rpc };
  }
  const [only, ...others] = settings.networks;
  if (wanted === null && (!only || others.length > 0)) {
    const ids = settings.networks.map(({ caip2 }) => caip2).join(", ");
    throw new UsageError(`Name one of the networks with --network: ${ids}.`);
  }
  const network = wanted === null ? only : settings.knownNetworks.find(({ caip2 }) => caip2 === wanted);
  if (!network) throw new UsageError(`${wanted} is not known here. Describe it by NETWORK_${wanted?.split(":")[1]}.`);
  return { network, rpcUrl: rpc ?? settings.rpcUrls[network.chainId]?.[0] };
}

/** One key sends on all networks, also on one that is no longer offered. */
function gasAccount(settings: Settings | SettingsError): Hex | null {
  if (settings instanceof SettingsError) return null;
  const [key] = Object.values(settings.facilitators).flatMap((choice) =>
    choice.kind === "embedded" ? choice.gasKey : [],
  );
  return key ? privateKeyToAccount(key).address : null;
}

/** Opening one that is not there, or empty, would make it. */
function hasDatabase(settings: Settings | SettingsError): boolean {
  if (settings instanceof SettingsError) return false;
  return (statSync(settings.databaseUrl.replace(/^file:/, ""), { throwIfNoEntry: false })?.size ?? 0) > 0;
}

/** Patient with nodes that limit the number of requests: a run makes many, and nobody waits for a page. */
function clientOf(url: string): PublicClient {
  return createPublicClient({
    transport: http(url, { timeout: 15_000, retryCount: 5, retryDelay: 300 }),
    cacheTime: 0,
  }) as PublicClient;
}
