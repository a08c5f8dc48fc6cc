import "server-only";

import { readFileSync } from "node:fs";
import { forgetPerProcess, perProcess } from "@/lib/process";
import { fields } from "./fields";
import { parseSettings, type Settings } from "./parse-settings";

const KEY = "settings";

function parse(): Settings {
  return parseSettings(process.env, {
    directory: process.cwd(),
    readFile: (path) => readFileSync(/* turbopackIgnore: true */ path, "utf8"),
  });
}

/**
 * The settings, read from the environment at the first call and kept for the life of the process.
 *
 * @throws SettingsError when they cannot be used
 */
export function settings(): Settings {
  return perProcess(KEY, parse);
}

/** For tests, which change `process.env`: the next `settings()` reads it again. */
export function resetSettings(): void {
  forgetPerProcess(KEY);
}

/** The log's level. Apart from `settings()` because the log has to work before they are read. */
export function logLevel(): string {
  return fields.LOG_LEVEL.safeParse(process.env.LOG_LEVEL?.trim()).data ?? "info";
}

/** The key of `npm run pay`, from PAYER_KEY or PAYER_KEY_FILE; undefined when neither is set. */
export function payerKey(): `0x${string}` | undefined {
  const path = process.env.PAYER_KEY_FILE?.trim();
  const value = process.env.PAYER_KEY?.trim() || (path ? readFileSync(path, "utf8").trim() : undefined);
  return value ? fields.PAYER_KEY.parse(value) : undefined;
}
