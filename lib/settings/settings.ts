import "server-only";

import { readFileSync } from "node:fs";
import { forgetPerProcess, perProcess } from "@/lib/process";
import { type Env, parseSettings, type Settings } from "./parse-settings";
import { table } from "./table/table";

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

/** The environment that they were read from, secrets included. For the doctor, and for the list of settings in force. */
export function environment(): Env {
  return process.env;
}

/** For tests, which change `process.env`: the next `settings()` reads it again. */
export function resetSettings(): void {
  forgetPerProcess(KEY);
}

/** The log's level. Apart from `settings()` because the log has to work before they are read. */
export function logLevel(): string {
  const { parser, default: usual } = table.LOG_LEVEL;
  return parser.safeParse(process.env.LOG_LEVEL?.trim()).data ?? usual;
}
