import { isDemoAddress, isDemoKey } from "@/lib/devnet/accounts";
import { DEVNET_CHAIN_ID } from "@/lib/payment-methods/evm/chain/networks";
import { leakedNodes } from "./networks";
import { PUBLIC_SESSION_SECRET } from "./parsers/secrets";
import { isLoopback } from "./parsers/urls";
import { sendingProblems } from "./sending";
import type { UncheckedSettings } from "./shape";
import { BASE_ACCOUNT_WINDOW } from "./table/without-wallet";

/** Settings that are valid individually but contradict each other, a sentence for each. */
export function contradictions(settings: UncheckedSettings, gasKey: string | undefined): string[] {
  return [
    ...sendingProblems(settings),
    ...noticeProblems(settings),
    ...devnetProblems(settings),
    ...walletWindowProblems(settings),
    ...publicSecrets(settings, gasKey),
    ...storageProblems(settings),
    ...leakedNodes(settings.knownNetworks, settings.rpcUrls),
  ];
}

const realNetworks = ({ networks }: UncheckedSettings) =>
  networks?.filter(({ chainId }) => chainId !== DEVNET_CHAIN_ID) ?? [];

function noticeProblems({ smtpUrl, mailFrom }: UncheckedSettings): string[] {
  if (!smtpUrl || mailFrom) return [];
  return ["MAIL_FROM is missing: SMTP_URL is set, and e-mails need a sender. Example: My kiosk <kiosk@example.org>"];
}

function devnetProblems(settings: UncheckedSettings): string[] {
  const problems: string[] = [];
  if (settings.devnet && realNetworks(settings).length > 0) {
    problems.push("NETWORKS lists the devnet (eip155:31337) together with real networks. Keep one kind.");
  }
  if (settings.devnet && settings.rpcUrls[DEVNET_CHAIN_ID]?.some((url) => !isLoopback(url))) {
    problems.push(
      `RPC_URL_${DEVNET_CHAIN_ID} is not on this machine. The devnet's keys are public: use a loopback URL.`,
    );
  }
  return problems;
}

/** Whoever serves the wallet's window asks people for their signatures. */
function walletWindowProblems(settings: UncheckedSettings): string[] {
  const real = realNetworks(settings);
  const { baseAccountUrl } = settings;
  if (real.length === 0 || baseAccountUrl === null || baseAccountUrl === BASE_ACCOUNT_WINDOW) return [];
  const where = real.map((network) => network.name).join(" and ");
  return [
    `BASE_ACCOUNT_URL is not Base Account's own window, and NETWORKS offers ${where}. Leave it out, or set it to off.`,
  ];
}

/** Addresses that nobody has a key for, by convention. */
const BURNED = new Set([`0x${"0".repeat(40)}`, `0x${"0".repeat(36)}dead`, `0x${"dead".repeat(10)}`]);

function storageProblems({ storage }: UncheckedSettings): string[] {
  if (!storage) return [];
  return BURNED.has(storage.payTo)
    ? ["STORAGE_PAY_TO is an address that nobody has a key for. Use a wallet of yours."]
    : [];
}

/** Well-known keys, accounts and session secret, where money is real. */
function publicSecrets(settings: UncheckedSettings, gasKey: string | undefined): string[] {
  const problems: string[] = [];
  const real = realNetworks(settings);
  if (real.length === 0) return problems;
  const where = real.map((network) => network.name).join(" and ");
  if (gasKey && isDemoKey(gasKey)) {
    problems.push(`GAS_KEY is a demo key that everybody knows, and NETWORKS offers ${where}. Use a key of your own.`);
  }
  if (settings.oldSessionSecrets.includes(PUBLIC_SESSION_SECRET)) {
    problems.push("OLD_SESSION_SECRETS has the one of the tests, which everybody knows. Leave it out.");
  }
  if (settings.sessionSecret === PUBLIC_SESSION_SECRET) {
    problems.push("SESSION_SECRET is the one of the tests, which everybody knows. Make one with: openssl rand -hex 32");
  }
  if (settings.storage && isDemoAddress(settings.storage.payTo)) {
    problems.push(
      `STORAGE_PAY_TO is a demo account whose key everybody knows, and NETWORKS offers ${where}. Use your own.`,
    );
  }
  for (const [name, list] of [["SELLERS", settings.namedSellers] as const, ["ADMINS", settings.admins] as const]) {
    if (!list.some(isDemoAddress)) continue;
    problems.push(`${name} holds a demo account whose key everybody knows, and NETWORKS offers ${where}. Remove it.`);
  }
  return problems;
}
