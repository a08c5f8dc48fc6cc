import { DEVNET_CHAIN_ID } from "@/lib/payment-methods/evm/chain/networks";
import type { Env } from "./environment";
import { chainNames, chainSettingOf, plainNames } from "./names";
import type { Setting } from "./setting";
import {
  type ChainSettingName,
  type PlainSettingName,
  type SettingName,
  type Table,
  table,
  type ValueOf,
} from "./table/table";

/** Every parsed setting of the table, with defaults; by chain id those per chain. */
export type Given = {
  [Name in PlainSettingName]: ValueOf<Name> | (Table[Name] extends { default: string } ? never : undefined);
} & { [Name in ChainSettingName]: Record<string, ValueOf<Name>> };

/**
 * Reads each setting of the table, so that none can be forgotten.
 *
 * @param problems gets a sentence for each value that cannot be read; the default replaces it
 */
export function readGiven(values: Env, problems: string[]): Given {
  const given: Record<string, unknown> = { ...readByChain(values, problems) };
  for (const name of plainNames) given[name] = parse(name, values[name], name, problems);
  const devnet = offersDevnet(given.NETWORKS as Given["NETWORKS"]);
  for (const name of plainNames) given[name] ??= defaultOf(table[name], devnet);
  return given as Given;
}

/** True when the local chain is among the networks. */
export function offersDevnet(networks: readonly string[] | undefined): boolean {
  return networks?.includes(`eip155:${DEVNET_CHAIN_ID}`) ?? false;
}

function readByChain(values: Env, problems: string[]): Record<string, Record<string, unknown>> {
  const given: Record<string, Record<string, unknown>> = {};
  for (const name of chainNames) given[name] = {};
  for (const [name, text] of Object.entries(values)) {
    const found = chainSettingOf(name);
    const value = found && parse(found.setting, text, name, problems);
    if (found && value !== undefined) given[found.setting] = { ...given[found.setting], [found.chainId]: value };
  }
  return given;
}

function parse(setting: SettingName, text: string | undefined, name: string, problems: string[]): unknown {
  if (text === undefined) return undefined;
  const result = (table[setting] as Setting).parser.safeParse(text);
  if (!result.success) problems.push(`${name} ${result.error.issues[0]?.message ?? "cannot be read."}`);
  return result.data;
}

function defaultOf(setting: Setting, devnet: boolean): unknown {
  const text = devnet ? (setting.onDevnet ?? setting.default) : setting.default;
  return text === undefined ? undefined : setting.parser.parse(text);
}
