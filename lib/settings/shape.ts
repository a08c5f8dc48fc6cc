import type { Address, Network } from "@/lib/payment-methods/evm/chain/networks";
import type { FacilitatorChoice } from "./facilitators";
import type { ScannerChoice } from "./parsers/scanner";
import type { Given } from "./read-given";

/** Who scans uploads, and what happens to those that are not scanned. `maxSize` in bytes. */
export type Scanning = {
  choice: ScannerChoice;
  maxSize: number;
  tooLarge: Given["SCANNER_TOO_LARGE"];
  down: Given["SCANNER_DOWN"];
};

/** Storage that is paid for. */
export type PaidStorage = {
  /** micro-USD for 10^9 bytes and 30 days. */
  rateMicroUsd: bigint;
  /** Lower-case address. */
  payTo: Address;
  /** How many days ahead may be paid for. */
  maxDays: Given["STORAGE_MAX_DAYS"];
  /** Bytes that all sellers together may store without paying, besides those whom the operator named. */
  freeRoom: Given["STORAGE_FREE_ROOM"];
};

/** Everything an operator can choose. Read once when the program starts, never at build. */
export type Settings = {
  /** Public origin, no trailing slash. */
  appUrl: string;
  /** Where to listen: by default only this machine if `appUrl` is on loopback, else every address. */
  host: string;
  port: Given["PORT"];
  /** Absolute path. */
  dataDir: string;
  /** `file:` and an absolute path. */
  databaseUrl: string;
  /** Absolute path; null without a journal. */
  journalDir: string | null;
  /** Absolute path: where backups are written. */
  backupDir: string;
  /** At least 32 characters. */
  sessionSecret: string;
  /** Earlier ones, which sign nothing any more. */
  oldSessionSecrets: string[];
  /** Offered ones, preferred first. */
  networks: Network[];
  /** Those, and every other network this server knows: earlier payments may be on one that is no longer offered. */
  knownNetworks: Network[];
  /** By chain id, at least one URL each, tried in this order. They often contain access keys: never show them. */
  rpcUrls: Record<number, string[]>;
  /** By chain id, one for each offered network. */
  facilitators: Record<number, FacilitatorChoice>;
  /** Who may sell. Lower-case addresses. */
  sellers: "open" | Address[];
  /** Lower-case addresses of sellers named by the operator: half of the day's settlements are reserved for them. */
  namedSellers: Address[];
  /** Lower-case addresses. */
  admins: Given["ADMINS"];
  /** The lowest of `lowestPrices`. */
  minPriceMicroUsd: bigint;
  /** The lowest price in micro-USD on each offered network, by chain id. Free files are always possible. */
  lowestPrices: Record<number, bigint>;
  /** The embedded facilitator's cap on the price of a unit of gas, in wei; a network's default cap if none is given. */
  maxFeePerGas: Given["MAX_FEE_PER_GAS"];
  /** How many transactions the embedded facilitator may send in 24 hours; 0 means no limit. */
  settlementsPerDay: { instance: number; seller: number; payer: number };
  /** How many of them may deploy a payer's wallet; 0 means no limit. */
  deploymentsPerDay: Given["DEPLOYMENTS_PER_DAY"];
  /** The factories that may deploy payers' wallets (ERC-6492) at the gas account's expense, if set. */
  walletFactories?: Given["EIP6492_FACTORIES"];
  /** Bytes: the lower one of MAX_FILE_SIZE and, if larger files are refused, what is scanned. */
  maxFileSize: Given["MAX_FILE_SIZE"];
  /** Null without a scanner. */
  scanner: Scanning | null;
  /** Bytes that one seller may store whom the operator did not name; no limit if unset. */
  sellerQuota?: Given["SELLER_QUOTA"];
  /** What keeping files costs, and whom it is paid to; null where storage is free. */
  storage: PaidStorage | null;
  /** Bytes that uploads leave free on the disk. */
  minFreeSpace: Given["MIN_FREE_SPACE"];
  /** How many proxies in front of this server write `X-Forwarded-For`; 0 means only the socket's address is trusted. */
  trustedProxies: Given["TRUSTED_PROXIES"];
  /** Who sends the bytes of files. `location` begins and ends with a slash. */
  sendFiles: Given["SEND_FILES"];
  /** Origin that download URLs are made for, no trailing slash; `appUrl` if there is none of its own. */
  downloadOrigin?: Given["DOWNLOAD_ORIGIN"];
  /** How many times its size a buyer may download a file in 24 hours; 0 means no limit. */
  downloadsPerDay: Given["DOWNLOADS_PER_DAY"];
  /** The same for a file without a price, by everybody together. */
  freeDownloadsPerDay: Given["FREE_DOWNLOADS_PER_DAY"];
  operatorName?: Given["OPERATOR_NAME"];
  /** `#rrggbb` of pages; undefined: the green of Filekiosk. */
  accent?: Given["ACCENT"];
  operatorContact?: Given["OPERATOR_CONTACT"];
  termsUrl?: Given["TERMS_URL"];
  /** `mailto:…` or `https://…`. */
  securityContact?: Given["SECURITY_CONTACT"];
  /** Whether buyers are asked on the page to give up their right of withdrawal. */
  withdrawalWaiver: Given["WITHDRAWAL_WAIVER"];
  /** Days after which complaints are deleted. */
  keepComplaints: Given["KEEP_COMPLAINTS"];
  walletConnectProjectId?: Given["WALLETCONNECT_PROJECT_ID"];
  /** The window of the wallet that needs no installation; null where it is not offered. */
  baseAccountUrl: string | null;
  /** Templates with `{address}`, `{network}` and `{amount}`. */
  onrampUrl?: Given["ONRAMP_URL"];
  offrampUrl?: Given["OFFRAMP_URL"];
  /** The token of programs that may read `/metrics`; without it only programs on this machine may. */
  metricsToken?: Given["METRICS_TOKEN"];
  /** Who sends e-mails; nobody without it. It may hold a password. */
  smtpUrl?: Given["SMTP_URL"];
  /** Given with `smtpUrl`. */
  mailFrom?: Given["MAIL_FROM"];
  /** Where the operator is told. The URLs may hold passwords. */
  operatorEmail?: Given["OPERATOR_EMAIL"];
  operatorWebhookUrl?: Given["OPERATOR_WEBHOOK_URL"];
  ntfyUrl?: Given["NTFY_URL"];
  operatorLanguage: Given["OPERATOR_LANGUAGE"];
  /** Ranges of private addresses (CIDR) that others' URLs may lead to. */
  outboundAllow: Given["OUTBOUND_ALLOW"];
  /** Addresses of name servers, some with a port; empty: those of this machine. */
  dnsServers: Given["DNS_SERVERS"];
  /** True when the embedded local chain is the network. */
  devnet: boolean;
};

/** The same before the required settings are checked. */
export type UncheckedSettings = Omit<Settings, Needed> & Partial<Pick<Settings, Needed>>;
type Needed = "appUrl" | "networks" | "sessionSecret";
