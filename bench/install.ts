import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { runProgram } from "../scripts/lib/children.mjs";

/**
 * Installs what the lock of a folder of `bench` names, unless that is there already. Only measurements need these packages:
 * they are none of the app's.
 *
 * @throws Error where npm is not what started us, or does not get them
 */
export async function installPackages(folder: string, say: (words: string) => void): Promise<void> {
  const stamp = join(folder, "node_modules/.installed-from");
  const lock = readFileSync(join(folder, "package-lock.json"), "utf8");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  const name = basename(folder);
  say(`Installing the packages of bench/${name}…`);
  const npm = process.env.npm_execpath;
  if (!npm?.endsWith("npm-cli.js")) throw new Error("Start this by `npm run`: npm installs what it needs.");
  await runProgram([npm, "ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund"], {
    env: process.env,
  });
  writeFileSync(stamp, lock);
}
