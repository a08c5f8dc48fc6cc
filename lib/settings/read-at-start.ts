import "server-only";
import { readFileSync } from "node:fs";
import { parseSettings, type Settings, SettingsError } from "./parse-settings";

/**
 * Reads the settings of the environment at the start of a program. If they are not valid, prints why and exits with
 * code 1.
 *
 * @param root the folder of the app, from which relative paths count
 * @param fileNames what `loadEnvFiles` found in `.env` files, where every name has to be known
 */
export function readSettingsOrExit(root: string, fileNames: string[]): Settings {
  try {
    return parseSettings(process.env, {
      directory: root,
      fileNames,
      readFile: (path) => readFileSync(path, "utf8"),
    });
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
