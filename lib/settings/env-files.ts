import "server-only";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";

/**
 * Adds the settings of `.env.local` and `.env` to the environment. Existing variables stay, including blank ones: a
 * blank variable turns off the one of the file.
 *
 * @param root the folder of the app, where the files are
 * @param files none for the tests and the demo, which must not meet an operator's real settings
 * @returns the names that are in the files
 */
export function loadEnvFiles(root: string, files: readonly string[] = [".env.local", ".env"]): string[] {
  // Next would read more files, in another order and replacing `$` in values. This tells it that they were loaded.
  process.env.__NEXT_PROCESSED_ENV = "true";
  return files
    .map((name) => join(root, name))
    .filter((path) => existsSync(path))
    .flatMap((path) => {
      const values = parseEnv(readFileSync(path, "utf8"));
      for (const [name, value] of Object.entries(values)) process.env[name] ??= value;
      return Object.keys(values);
    });
}
