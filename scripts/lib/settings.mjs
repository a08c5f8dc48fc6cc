import { readFileSync } from "node:fs";
import { join } from "node:path";
import { tsImport } from "tsx/esm/api";

const root = join(import.meta.dirname, "..", "..");

/**
 * Reads the settings of the environment (see `lib/env.schema.ts`), or says what is wrong with them and ends the process
 * with code 1.
 *
 * @param {string[]} fileNames what `loadEnvFiles` found in `.env` files, where every name has to be known
 * @returns {Promise<import("../../lib/env.schema").Settings>}
 */
export async function readSettingsOrExit(fileNames) {
  const { parseSettings, SettingsError } = await tsImport("../../lib/env.schema.ts", import.meta.url);
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
