import { type ParseArgsConfig, parseArgs } from "node:util";
import { MICRO_USD_DECIMALS } from "@/lib/money";
import type { Address } from "@/lib/payment-methods/evm/chain/networks";
import { type Read, readMoney, readWhole, unclearWords } from "@/lib/read-number";

/** A mistake in the command line: the message says what to do, without a stack trace. */
export class UsageError extends Error {}

/** `parseArgs`, with the usage after what it finds wrong. @throws UsageError */
export function parseArguments<Config extends ParseArgsConfig>(usage: string, config: Config) {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${usage}`);
  }
}

/** The value of `--network`, CAIP-2. Null where there is none. @throws UsageError */
export function readNetwork(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (!/^eip155:[1-9]\d{0,15}$/.test(text)) {
    throw new UsageError(`--network takes an id such as eip155:8453, not “${text}”.`);
  }
  return text;
}

/** The value of the option with this name, in lower case. @throws UsageError */
export function readAddress(name: string, text: string): Address {
  if (!/^0x[0-9a-fA-F]{40}$/.test(text)) {
    throw new UsageError(`${name} takes an address (0x and 40 hex digits), not “${text}”.`);
  }
  return text.toLowerCase() as Address;
}

/**
 * What the option with this name was read as. A command cannot ask: what could mean two values is refused.
 *
 * @param wants what it takes, such as "a size such as 50GB"
 * @throws UsageError
 */
export function asRead<T>(name: string, text: string, read: Read<T>, wants: string): T {
  if (read.kind === "unclear") throw new UsageError(`${name} ${unclearWords(text, read.readings)}`);
  if (read.kind !== "read") throw new UsageError(`${name} takes ${wants}, not “${text}”.`);
  return read.value;
}

/** Dollars as people write them, in micro-USD. @throws UsageError */
export function readDollars(name: string, text: string, example: string): bigint {
  return asRead(name, text, readMoney(text, MICRO_USD_DECIMALS), `dollars such as ${example}`);
}

/** A whole number within bounds. @throws UsageError */
export function readCount(name: string, text: string, [least, most]: [number, number], wants: string): number {
  const count = asRead(name, text, readWhole(text), wants);
  if (count < least || count > most) throw new UsageError(`${name} takes ${wants}, not “${text}”.`);
  return count;
}
