/**
 * The names of settings: which exist, which are secrets, which belong to other versions, and which look like a typing
 * mistake of ours. A program cannot refuse every unknown name in the environment (the system has its own), so it refuses
 * those that can only have been meant for it.
 */

/** Settings that hold a secret can also be given as `NAME_FILE`, the path of a file that holds the value. */
const secretNames = [
  "SESSION_SECRET",
  "GAS_KEY",
  "WALLETCONNECT_PROJECT_ID",
  "CDP_API_KEY_SECRET",
  "FACILITATOR_HEADER",
  "METRICS_TOKEN",
  "PAYER_KEY", // of `npm run pay` only
] as const;

const plainNames = [
  "APP_URL",
  "HOST",
  "PORT",
  "DATA_DIR",
  "DATABASE_URL",
  "NETWORKS",
  "FACILITATOR",
  "CDP_API_KEY_ID",
  "SELLERS",
  "ADMINS",
  "MIN_PRICE",
  "MAX_FEE_PER_GAS",
  "SETTLEMENTS_PER_DAY",
  "SETTLEMENTS_PER_SELLER_PER_DAY",
  "SETTLEMENTS_PER_PAYER_PER_DAY",
  "DEPLOYMENTS_PER_DAY",
  "EIP6492_FACTORIES",
  "MAX_FILE_SIZE",
  "MIN_FREE_SPACE",
  "TRUSTED_PROXIES",
  "SEND_FILES",
  "DOWNLOAD_ORIGIN",
  "DOWNLOADS_PER_DAY",
  "OPERATOR_NAME",
  "OPERATOR_CONTACT",
  "TERMS_URL",
  "LOG_LEVEL",
] as const;

export type SecretName = (typeof secretNames)[number];
export type SettingName = SecretName | (typeof plainNames)[number];

/** Every name but those that end in a chain id, with the `_FILE` forms. */
export const settingNames: readonly string[] = [
  ...plainNames,
  ...secretNames,
  ...secretNames.map((name) => `${name}_FILE`),
];

/**
 * Settings of one network: kind, chain id, `_FILE`. Nodes' URLs often carry an access key and headers of facilitators do
 * always, so these two have a `_FILE` form as well.
 */
export const chainPattern =
  /^(?:(RPC_URL|FACILITATOR_HEADER)_([1-9]\d{0,15})(_FILE)?|(NETWORK|FACILITATOR)_([1-9]\d{0,15}))$/;

export type ChainSetting = "RPC_URL" | "FACILITATOR_HEADER" | "NETWORK" | "FACILITATOR";

/** Reads `RPC_URL_8453` as its kind and chain id; null for other names and for the `_FILE` form. */
export function chainSettingOf(name: string): { kind: ChainSetting; chainId: number } | null {
  const [, secret, secretChain, file, plain, plainChain] = chainPattern.exec(name) ?? [];
  const kind = secret ?? plain;
  return kind && !file ? { kind: kind as ChainSetting, chainId: Number(secretChain ?? plainChain) } : null;
}

/** Names that a `.env` file may hold although Filekiosk itself does not read them: Node and Next do. */
const neighbourNames: readonly string[] = [
  "NODE_ENV",
  "NODE_OPTIONS",
  "NODE_EXTRA_CA_CERTS",
  "NEXT_TELEMETRY_DISABLED",
  "TZ",
  "PLAYWRIGHT_CHROMIUM",
  "PLAYWRIGHT_BROWSERS_PATH",
];

/** Names close to ours that other programs use every day. */
const innocentNames: readonly string[] = ["HOME", "POST"];

const laterFamilies: readonly { pattern: RegExp; what: string }[] = [
  { pattern: /^S3_/, what: "Storing files in an S3-compatible store" },
];

/** True when the setting, or its `_FILE` form, is one of ours. */
export function isSettingName(name: string): boolean {
  return settingNames.includes(name) || chainPattern.test(name);
}

export function isSecretName(name: string): boolean {
  return (secretNames as readonly string[]).includes(name) || /^(RPC_URL|FACILITATOR_HEADER)_\d+$/.test(name);
}

/**
 * What is wrong with a name that is set, or null when nothing is.
 *
 * @param inFile true when the name stands in a `.env` file of ours, where every name has to be known
 */
export function problemWithName(name: string, inFile: boolean): string | null {
  if (isSettingName(name) || neighbourNames.includes(name)) return null;
  for (const { pattern, what } of laterFamilies) {
    if (pattern.test(name)) return `${what} is not part of this version. Remove ${name}.`;
  }
  if (name.startsWith("RPC_URL")) {
    return `${name} names no chain. Write RPC_URL_ and the chain id, such as RPC_URL_8453.`;
  }
  if (name.startsWith("FACILITATOR_") && (inFile || /^FACILITATOR_\d/.test(name))) {
    return `${name} names no chain. Write FACILITATOR_ and the chain id, such as FACILITATOR_8453.`;
  }
  const near = nearestName(name);
  if (near && !innocentNames.includes(name)) {
    return `There is no setting ${name}. Did you mean ${near}? Rename or remove it.`;
  }
  return inFile ? `There is no setting ${name}. Remove it from the .env file.` : null;
}

/** Our name that `name` is probably a mistyped form of: at most two edits away, one for names as short as PORT. */
function nearestName(name: string): string | null {
  const candidate = name.toUpperCase();
  let best: { name: string; distance: number } | null = null;
  for (const own of settingNames) {
    const allowed = own.length <= 5 ? 1 : 2;
    const distance = editDistance(candidate, own);
    if (distance <= allowed && (!best || distance < best.distance)) best = { name: own, distance };
  }
  return best?.name ?? null;
}

/** Levenshtein distance: how many characters to insert, delete or replace to get from one text to the other. */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}
