/**
 * The names of settings as an environment has them, from the table: which exist, which hold secrets, which belong to a chain.
 */

import type { Setting } from "./setting";
import { type ChainSettingName, type PlainSettingName, type SettingName, table } from "./table/table";

const CHAIN = "_<chain id>";
const entries = Object.entries(table) as [SettingName, Setting][];

const isChainName = (name: SettingName): name is ChainSettingName => name.endsWith(CHAIN);
const isPlainName = (name: SettingName): name is PlainSettingName => !isChainName(name);

/** Settings that exist once, in the table's order, and those per chain. */
export const plainNames: readonly PlainSettingName[] = entries.map(([name]) => name).filter(isPlainName);
export const chainNames: readonly ChainSettingName[] = entries.map(([name]) => name).filter(isChainName);

/** Every name but those that end in a chain id, with the `NAME_FILE` forms of secrets. */
export const settingNames: readonly string[] = [
  ...plainNames,
  ...entries.filter(([name, { secret }]) => secret && isPlainName(name)).map(([name]) => `${name}_FILE`),
];

const families = new Map(chainNames.map((name) => [name.slice(0, -CHAIN.length), name]));
const familyPattern = new RegExp(`^(${[...families.keys()].join("|")})_([1-9]\\d{0,15})$`);

/** Reads `RPC_URL_8453` as the table's name and the digits of the chain id; null for other names and for the `_FILE` form. */
export function chainSettingOf(name: string): { setting: ChainSettingName; chainId: string } | null {
  const [, family = "", chainId = ""] = familyPattern.exec(name) ?? [];
  const setting = families.get(family);
  return setting ? { setting, chainId } : null;
}

/** True for a setting that may also be given as the path of a file, under `NAME_FILE`. */
export function isSecretName(name: string): boolean {
  const setting = chainSettingOf(name)?.setting ?? plainNames.find((plain) => plain === name);
  return setting !== undefined && (table[setting] as Setting).secret === true;
}

/** True when the setting, or its `_FILE` form, is one of ours. */
export function isSettingName(name: string): boolean {
  return (
    settingNames.includes(name) ||
    chainSettingOf(name) !== null ||
    (name.endsWith("_FILE") && isSecretName(name.slice(0, -"_FILE".length)))
  );
}
