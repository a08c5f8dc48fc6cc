import { isAbsolute, resolve } from "node:path";
import { contradictions } from "./contradictions";
import { type Env, namesWithProblems, type ParseOptions, readValues } from "./environment";
import { readFacilitators } from "./facilitators";
import { lowestOf, readLowestPrices } from "./lowest-prices";
import { missing } from "./missing";
import { readKnownNetworks, readOfferedNetworks } from "./networks";
import { emailAddress } from "./parsers/notices";
import { isLoopback } from "./parsers/urls";
import { type Given, offersDevnet, readGiven } from "./read-given";
import type { PaidStorage, Settings, UncheckedSettings } from "./shape";

export type { Env, ParseOptions } from "./environment";
export type { FacilitatorAuth, FacilitatorChoice } from "./facilitators";
export type { Settings } from "./shape";

/** Settings that cannot be used. The message lists every problem with its fix and never repeats a secret. */
export class SettingsError extends Error {
  readonly problems: string[];

  constructor(problems: string[]) {
    super(["Filekiosk cannot start with these settings:", ...problems.map((problem) => `  - ${problem}`)].join("\n"));
    this.name = "SettingsError";
    this.problems = problems;
  }
}

/**
 * Reads the settings from an environment. Pure: everything it needs is an argument.
 *
 * A blank value means unset; white space and line ends around a value are cut (files edited on Windows).
 *
 * @throws SettingsError that lists every problem, not only the first
 */
export function parseSettings(env: Env, options: ParseOptions = {}): Settings {
  const problems = namesWithProblems(env, options.fileNames ?? []);
  const values = readValues(env, options, problems);
  const given = readGiven(values, problems);
  const settings: UncheckedSettings = {
    ...readPlaces(given, values, options.directory ?? "/"),
    ...readSales(given, values, problems),
    sessionSecret: given.SESSION_SECRET,
    oldSessionSecrets: given.OLD_SESSION_SECRETS,
    admins: given.ADMINS,
    maxFeePerGas: given.MAX_FEE_PER_GAS,
    settlementsPerDay: {
      instance: given.SETTLEMENTS_PER_DAY,
      seller: given.SETTLEMENTS_PER_SELLER_PER_DAY,
      payer: given.SETTLEMENTS_PER_PAYER_PER_DAY,
    },
    deploymentsPerDay: given.DEPLOYMENTS_PER_DAY,
    walletFactories: given.EIP6492_FACTORIES,
    ...readScanning(given),
    sellerQuota: given.SELLER_QUOTA,
    storage: readStorage(given, problems),
    minFreeSpace: given.MIN_FREE_SPACE,
    trustedProxies: given.TRUSTED_PROXIES,
    sendFiles: given.SEND_FILES,
    downloadOrigin: given.DOWNLOAD_ORIGIN,
    downloadsPerDay: given.DOWNLOADS_PER_DAY,
    freeDownloadsPerDay: given.FREE_DOWNLOADS_PER_DAY,
    operatorName: given.OPERATOR_NAME,
    accent: given.ACCENT,
    operatorContact: given.OPERATOR_CONTACT,
    termsUrl: given.TERMS_URL,
    securityContact: given.SECURITY_CONTACT,
    withdrawalWaiver: given.WITHDRAWAL_WAIVER,
    keepComplaints: given.KEEP_COMPLAINTS,
    walletConnectProjectId: given.WALLETCONNECT_PROJECT_ID,
    baseAccountUrl: given.BASE_ACCOUNT_URL === "off" ? null : given.BASE_ACCOUNT_URL,
    onrampUrl: given.ONRAMP_URL,
    offrampUrl: given.OFFRAMP_URL,
    metricsToken: given.METRICS_TOKEN,
    ...readNotices(given),
    devnet: offersDevnet(given.NETWORKS),
  };
  problems.push(...missing(values, settings), ...contradictions(settings, given.GAS_KEY));
  if (problems.length > 0) throw new SettingsError([...new Set(problems)]);
  return settings as Settings;
}

/** A file that would be refused after it was sent is refused before. */
function readScanning({ SCANNER, SCANNER_MAX_SIZE, SCANNER_TOO_LARGE, SCANNER_DOWN, MAX_FILE_SIZE }: Given) {
  if (!SCANNER) return { scanner: null, maxFileSize: MAX_FILE_SIZE };
  return {
    scanner: { choice: SCANNER, maxSize: SCANNER_MAX_SIZE, tooLarge: SCANNER_TOO_LARGE, down: SCANNER_DOWN },
    maxFileSize: SCANNER_TOO_LARGE === "refuse" ? Math.min(MAX_FILE_SIZE, SCANNER_MAX_SIZE) : MAX_FILE_SIZE,
  };
}

/** What storage costs. The price alone would let nobody be paid, and the address alone would mean nothing. */
function readStorage(given: Given, problems: string[]): PaidStorage | null {
  const { STORAGE_PRICE, STORAGE_PAY_TO, STORAGE_MAX_DAYS, STORAGE_FREE_ROOM } = given;
  if (STORAGE_PRICE === undefined && STORAGE_PAY_TO !== undefined)
    problems.push("STORAGE_PRICE is missing: STORAGE_PAY_TO is set, and storage without a price is free.");
  if (STORAGE_PRICE === undefined) return null;
  if (STORAGE_PAY_TO === undefined) {
    problems.push("STORAGE_PAY_TO is missing: STORAGE_PRICE is set, and storage is paid to an address of yours.");
    return null;
  }
  return { rateMicroUsd: STORAGE_PRICE, payTo: STORAGE_PAY_TO, maxDays: STORAGE_MAX_DAYS, freeRoom: STORAGE_FREE_ROOM };
}

/** Where this server is reached, and where it stores data. */
function readPlaces(given: Given, values: Env, directory: string) {
  const port = given.PORT;
  // On the devnet only this machine visits the server, so its origin follows from the port.
  const derived = offersDevnet(given.NETWORKS) && !values.APP_URL ? `http://localhost:${port}` : undefined;
  const appUrl = given.APP_URL ?? derived;
  const dataDir = resolve(directory, given.DATA_DIR);
  const databaseFile = given.DATABASE_URL ?? resolve(dataDir, "filekiosk.db");
  return {
    appUrl,
    host: given.HOST ?? (appUrl && isLoopback(appUrl) ? "127.0.0.1" : "0.0.0.0"),
    port,
    dataDir,
    journalDir: given.JOURNAL_DIR === undefined ? null : resolve(directory, given.JOURNAL_DIR),
    backupDir: resolve(directory, given.BACKUP_DIR ?? resolve(dataDir, "backups")),
    databaseUrl: `file:${isAbsolute(databaseFile) ? databaseFile : resolve(directory, databaseFile)}`,
  };
}

/** How people are told, and where this server may connect to for it. */
function readNotices(given: Given) {
  const [, contact] = /^(?:mailto:)?([^?]+)/.exec(given.OPERATOR_CONTACT ?? "") ?? [];
  const isAddress = emailAddress.safeParse(contact).success;
  return {
    smtpUrl: given.SMTP_URL,
    mailFrom: given.MAIL_FROM,
    operatorEmail: given.OPERATOR_EMAIL ?? (isAddress ? contact : undefined),
    operatorWebhookUrl: given.OPERATOR_WEBHOOK_URL,
    operatorLanguage: given.OPERATOR_LANGUAGE,
    ntfyUrl: given.NTFY_URL,
    outboundAllow: given.OUTBOUND_ALLOW,
    dnsServers: given.DNS_SERVERS,
  };
}

/** Who sells, on which networks, at which lowest prices, and who settles. */
function readSales(given: Given, values: Env, problems: string[]) {
  const knownNetworks = readKnownNetworks(given["NETWORK_<chain id>"], problems);
  const networks = readOfferedNetworks(given.NETWORKS, knownNetworks, problems);
  const facilitators = readFacilitators(networks ?? [], values, given, problems);
  const lowestPrices = readLowestPrices(networks ?? [], facilitators, given.MIN_PRICE);
  const { open, named } = given.SELLERS;
  return {
    knownNetworks,
    networks,
    rpcUrls: given["RPC_URL_<chain id>"],
    facilitators,
    lowestPrices,
    minPriceMicroUsd: lowestOf(lowestPrices),
    sellers: open ? ("open" as const) : named,
    namedSellers: named,
  };
}
