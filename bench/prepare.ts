import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build, isBuilt } from "../scripts/lib/build.mjs";
import { runProgram } from "../scripts/lib/children.mjs";
import { findBin, rivalsFolder } from "./programs";

const root = join(import.meta.dirname, "..");

/** Builds what is not built and installs what is not installed. The rivals' packages are none of the app's. */
export async function prepare(say: (words: string) => void): Promise<void> {
  await installRivals(say);
  if (!isBuilt(root)) {
    say("Building the app…");
    await build({ root });
  }
  const empty = join(rivalsFolder, "next-app");
  if (!existsSync(join(empty, ".next/BUILD_ID"))) {
    say("Building the empty Next app…");
    const env = { ...process.env, NODE_ENV: "production" as const, NEXT_TELEMETRY_DISABLED: "1" };
    await runProgram([findBin("next"), "build", empty], { env });
  }
}

async function installRivals(say: (words: string) => void): Promise<void> {
  const stamp = join(rivalsFolder, "node_modules/.installed-from");
  const lock = readFileSync(join(rivalsFolder, "package-lock.json"), "utf8");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return;
  say("Installing the packages of bench/rivals…");
  const npm = process.env.npm_execpath;
  if (!npm?.endsWith("npm-cli.js"))
    throw new Error("Start this by `npm run bench`: npm installs what it compares with.");
  await runProgram([npm, "ci", "--prefix", rivalsFolder, "--ignore-scripts", "--no-audit", "--no-fund"], {
    env: process.env,
  });
  writeFileSync(stamp, lock);
}
