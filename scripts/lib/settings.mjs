import { readFileSync } from "node:fs";
import { join } from "node:path";
import { tsImport } from "tsx/esm/api";

const root = join(import.meta.dirname, "..", "..");

/**
 * Reads the settings of the environment (see `lib/settings/parse-settings.ts`), or says what is wrong with them and ends the process
 * with code 1.
 *
 * @param {string[]} fileNames what `loadEnvFiles` found in `.env` files, where every name has to be known
 * @returns {Promise<import("../../lib/settings/parse-settings").Settings>}
 */
export async function readSettingsOrExit(fileNames) {
  const { parseSettings, SettingsError } = await tsImport("../../lib/settings/parse-settings.ts", {
    parentURL: import.meta.url,
    // From wherever this is run: it says what `@/` is.
    tsconfig: join(root, "tsconfig.json"),
  });
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
