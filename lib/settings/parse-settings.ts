import { isAbsolute, resolve } from "node:path";
import { type Address, DEVNET_CHAIN_ID, type Network } from "@/lib/chain/networks";
import { isDemoAddress, isDemoKey } from "@/lib/devnet/accounts";
import { type FacilitatorChoice, readFacilitators } from "./facilitators";
import { type FeeCaps, type Fields, fields, isLoopback, type WalletFactories } from "./fields";
import { lowestOf, readLowestPrices } from "./lowest-prices";
import { chainSettingOf, isSecretName, problemWithName } from "./names";
import { leakedNodes, readKnownNetworks, readOfferedNetworks } from "./networks";
import { type SendFiles, sendingProblems } from "./sending";

export type { FacilitatorAuth, FacilitatorChoice } from "./facilitators";

/** Everything an operator can choose. Read once when the program starts, never at build. */
export type Settings = {
  /** Public origin, no trailing slash. */
  appUrl: string;
  /** Where to listen: by default this machine only when `appUrl` is on loopback, else every address. */
  host: string;
  port: number;
  /** Absolute path. */
  dataDir: string;
  /** `file:` and an absolute path. */
  databaseUrl: string;
  /** At least 32 characters. */
  sessionSecret: string;
  /** Offered ones, preferred first. */
  networks: Network[];
  /** Those, and every other network this server knows: earlier payments may be on one that is no longer offered. */
  knownNetworks: Network[];
  /** By chain id, at least one URL each, tried in this order. They often carry access keys: never show them. */
  rpcUrls: Record<number, string[]>;
  /** By chain id, one for each offered network. */
  facilitators: Record<number, FacilitatorChoice>;
  /** Who may sell. Lower-case addresses. */
  sellers: "open" | Address[];
  /** Lower-case addresses of sellers whom the operator named: half of the day's settlements is kept for them. */
  namedSellers: Address[];
  /** Lower-case addresses. */
  admins: Address[];
  /** The lowest of `lowestPrices`. */
  minPriceMicroUsd: bigint;
  /** The lowest price in micro-USD on each offered network, by chain id. Free files are always possible. */
  lowestPrices: Record<number, bigint>;
  /** The embedded facilitator's cap on what a unit of gas may cost, in wei; a network's own cap where none is given. */
  maxFeePerGas: FeeCaps;
  /** How many transactions the embedded facilitator may send in 24 hours; 0 means no limit. */
  settlementsPerDay: { instance: number; seller: number; payer: number };
  /** How many of them may make a payer's wallet; 0 means no limit. */
  deploymentsPerDay: number;
  /** What may make payers' wallets (ERC-6492) at the gas account's expense, where the operator chose. */
  walletFactories?: WalletFactories;
  /** Bytes. */
  maxFileSize: number;
  /** Bytes that uploads leave free on the disk. */
  minFreeSpace: number;
  /** How many proxies in front of this server write `X-Forwarded-For`; 0 means believe the socket only. */
  trustedProxies: number;
  /** Who sends the bytes of files. `location` begins and ends with a slash. */
  sendFiles: SendFiles;
  /** Origin that download URLs are made for, no trailing slash; `appUrl` where there is none of its own. */
  downloadOrigin?: string;
  /** How many times its size a buyer may download a file in 24 hours; 0 means no limit. */
  downloadsPerDay: number;
  operatorName?: string;
  operatorContact?: string;
  termsUrl?: string;
  walletConnectProjectId?: string;
  /** What a program shows that may read `/metrics`; without it only programs of this machine may. */
  metricsToken?: string;
  /** True when the embedded local chain is the network. */
  devnet: boolean;
};

/** Settings that cannot be used. The message lists every problem with its fix and never repeats a secret. */
export class SettingsError extends Error {
  readonly problems: string[];

  constructor(problems: string[]) {
    super(["Filekiosk cannot start with these settings:", ...problems.map((problem) => `  - ${problem}`)].join("\n"));
    this.name = "SettingsError";
    this.problems = problems;
  }
}

export type Env = Readonly<Record<string, string | undefined>>;

export type ParseOptions = {
  /** Names that stand in `.env` files: each has to be known. */
  fileNames?: readonly string[];
  /** Reads the file of a `…_FILE` setting; throws when it cannot. */
  readFile?: (path: string) => string;
  /** The folder that relative paths start from. */
  directory?: string;
};

/** Stands in this repository, so it is refused wherever real money moves. For tests and the devnet. */
export const PUBLIC_SESSION_SECRET = "known-to-everybody-so-for-the-devnet-only";

const GIB = 1024 ** 3;

/** `SELLERS`: `open`, addresses, or both: then anyone may sell, and the named ones have a share of their own. */
function whoMaySell(read: { open: boolean; named: Address[] } | undefined): Pick<Settings, "sellers" | "namedSellers"> {
  const { open, named } = read ?? { open: true, named: [] };
  return { sellers: open ? "open" : named, namedSellers: named };
}

/**
 * Reads the settings from an environment. Pure: whatever it needs is an argument.
 *
 * A blank value means unset; white space and line ends around a value are cut (files edited on Windows).
 *
 * @throws SettingsError that lists every problem, not only the first
 */
export function parseSettings(env: Env, options: ParseOptions = {}): Settings {
  const problems = namesWithProblems(env, options.fileNames ?? []);
  const values = readValues(env, options, problems);
  const read = <Name extends keyof Fields>(name: Name, from: string = name): Fields[Name] | undefined => {
    const value = values[from];
    if (value === undefined) return undefined;
    const result = fields[name].safeParse(value);
    if (!result.success) problems.push(`${from} ${result.error.issues[0]?.message ?? "cannot be read."}`);
    return result.data as Fields[Name] | undefined;
  };

  const knownNetworks = readKnownNetworks(values, problems);
  const networks = readOfferedNetworks(read("NETWORKS"), knownNetworks, problems);
  const devnet = networks?.some((network) => network.chainId === DEVNET_CHAIN_ID) ?? false;
  const rpcUrls = readRpcUrls(values, (name) => read("RPC_URLS", name));
  const port = read("PORT") ?? 3000;
  const directory = options.directory ?? "/";
  const dataDir = resolve(directory, read("DATA_DIR") ?? "data");
  const databaseFile = read("DATABASE_URL") ?? resolve(dataDir, "filekiosk.db");
  const facilitators = readFacilitators(networks ?? [], values, (name, from) => read(name, from), problems);
  const lowestPrices = readLowestPrices(networks ?? [], facilitators, read("MIN_PRICE") ?? { byChain: {} });
  // On the devnet the server is its own only visitor, so its origin can be told from the port.
  const appUrl = read("APP_URL") ?? (devnet && !values.APP_URL ? `http://localhost:${port}` : undefined);
  const settings: Partial<Settings> = {
    appUrl,
    host: read("HOST") ?? (appUrl && isLoopback(appUrl) ? "127.0.0.1" : "0.0.0.0"),
    port,
    dataDir,
    databaseUrl: `file:${isAbsolute(databaseFile) ? databaseFile : resolve(directory, databaseFile)}`,
    sessionSecret: read("SESSION_SECRET"),
    networks,
    knownNetworks,
    rpcUrls,
    facilitators,
    ...whoMaySell(read("SELLERS")),
    admins: read("ADMINS") ?? [],
    minPriceMicroUsd: lowestOf(lowestPrices),
    lowestPrices,
    maxFeePerGas: read("MAX_FEE_PER_GAS") ?? { byChain: {} },
    settlementsPerDay: {
      instance: read("SETTLEMENTS_PER_DAY") ?? (devnet ? 0 : 5_000),
      seller: read("SETTLEMENTS_PER_SELLER_PER_DAY") ?? (devnet ? 0 : 1_000),
      payer: read("SETTLEMENTS_PER_PAYER_PER_DAY") ?? (devnet ? 0 : 100),
    },
    deploymentsPerDay: read("DEPLOYMENTS_PER_DAY") ?? (devnet ? 0 : 200),
    walletFactories: read("EIP6492_FACTORIES"),
    maxFileSize: read("MAX_FILE_SIZE") ?? 20 * GIB,
    minFreeSpace: read("MIN_FREE_SPACE") ?? GIB,
    trustedProxies: read("TRUSTED_PROXIES") ?? 0,
    sendFiles: read("SEND_FILES") ?? { by: "node" },
    downloadOrigin: read("DOWNLOAD_ORIGIN"),
    downloadsPerDay: read("DOWNLOADS_PER_DAY") ?? 20,
    operatorName: read("OPERATOR_NAME"),
    operatorContact: read("OPERATOR_CONTACT"),
    termsUrl: read("TERMS_URL"),
    walletConnectProjectId: read("WALLETCONNECT_PROJECT_ID"),
    metricsToken: read("METRICS_TOKEN"),
    devnet,
  };
  read("LOG_LEVEL");
  read("PAYER_KEY");
  problems.push(...missing(values, settings), ...contradictions(settings, read("GAS_KEY")));
  problems.push(...leakedNodes(knownNetworks, rpcUrls));
  if (problems.length > 0) throw new SettingsError([...new Set(problems)]);
  return settings as Settings;
}

function namesWithProblems(env: Env, fileNames: readonly string[]): string[] {
  const problems: string[] = [];
  for (const [name, value] of Object.entries(env)) {
    const inFile = fileNames.includes(name);
    // A blank line in a .env file is still a name that somebody wrote there.
    if (!inFile && !value?.trim()) continue;
    const problem = problemWithName(name, inFile);
    if (problem) problems.push(problem);
  }
  for (const name of fileNames) {
    const problem = name in env ? null : problemWithName(name, true);
    if (problem) problems.push(problem);
  }
  return problems;
}

/** Trims, drops blank ones, and replaces `NAME_FILE` of a secret by the file's text under `NAME`. */
function readValues(env: Env, options: ParseOptions, problems: string[]): Record<string, string | undefined> {
  const values: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(env)) values[name] = value?.trim() || undefined;
  for (const [fileName, path] of Object.entries(values)) {
    const name = fileName.replace(/_FILE$/, "");
    if (name === fileName || !path || !isSecretName(name)) continue;
    if (values[name]) {
      problems.push(`${name} and ${fileName} are both set. Keep one.`);
      continue;
    }
    try {
      if (!options.readFile) throw new Error("files are not read here");
      values[name] = options.readFile(resolve(options.directory ?? "/", path)).trim() || undefined;
      if (!values[name]) problems.push(`${fileName} names an empty file: ${path}`);
    } catch {
      problems.push(`${fileName} names a file that cannot be read: ${path}`);
    }
  }
  return values;
}

function readRpcUrls(values: Env, read: (name: string) => string[] | undefined): Record<number, string[]> {
  const urls: Record<number, string[]> = {};
  for (const name of Object.keys(values)) {
    const setting = chainSettingOf(name);
    if (setting?.kind !== "RPC_URL" || !values[name]) continue;
    const list = read(name);
    if (list) urls[setting.chainId] = list;
  }
  return urls;
}

function missing(values: Env, settings: Partial<Settings>): string[] {
  const problems: string[] = [];
  if (!values.NETWORKS) {
    problems.push(
      "NETWORKS is not set: which networks do buyers pay on? Run `npm run demo` to try Filekiosk with play money, or set " +
        "NETWORKS=eip155:8453 (Base) or NETWORKS=eip155:84532 (Base Sepolia, a test network) and RPC_URL_<chain id>.",
    );
  }
  for (const { chainId, name } of settings.networks ?? []) {
    if (values[`RPC_URL_${chainId}`] || values[`RPC_URL_${chainId}_FILE`]) continue;
    problems.push(`RPC_URL_${chainId} is not set: NETWORKS lists ${name}, so its node's URL is needed.`);
  }
  if (!values.APP_URL && values.NETWORKS && !settings.devnet) {
    problems.push("APP_URL is not set: the origin that people open, such as https://files.example.com.");
  }
  if (!values.SESSION_SECRET && !values.SESSION_SECRET_FILE) {
    problems.push("SESSION_SECRET is not set. Make one with: openssl rand -hex 32");
  }
  return problems;
}

/** Settings that are fine one by one and cannot be meant together. */
function contradictions(settings: Partial<Settings>, gasKey: string | undefined): string[] {
  const problems: string[] = [];
  const real = settings.networks?.filter((network) => network.chainId !== DEVNET_CHAIN_ID) ?? [];
  problems.push(...sendingProblems(settings));
  if (settings.devnet && real.length > 0) {
    problems.push("NETWORKS lists the devnet (eip155:31337) together with real networks. Keep one kind.");
  }
  if (settings.devnet && settings.rpcUrls?.[DEVNET_CHAIN_ID]?.some((url) => !isLoopback(url))) {
    problems.push(
      `RPC_URL_${DEVNET_CHAIN_ID} is not on this machine. The devnet's keys are public: use a loopback URL.`,
    );
  }
  if (real.length > 0) {
    const where = real.map((network) => network.name).join(" and ");
    if (gasKey && isDemoKey(gasKey)) {
      problems.push(`GAS_KEY is a demo key that everybody knows, and NETWORKS offers ${where}. Use a key of your own.`);
    }
    if (settings.sessionSecret === PUBLIC_SESSION_SECRET) {
      problems.push(
        "SESSION_SECRET is the one of the tests, which everybody knows. Make one with: openssl rand -hex 32",
      );
    }
    for (const [name, list] of [["SELLERS", settings.namedSellers] as const, ["ADMINS", settings.admins] as const]) {
      if (Array.isArray(list) && list.some(isDemoAddress)) {
        problems.push(
          `${name} holds a demo account whose key everybody knows, and NETWORKS offers ${where}. Remove it.`,
        );
      }
    }
  }
  return problems;
}
