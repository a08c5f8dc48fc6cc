import { existsSync } from "node:fs";
import { join } from "node:path";
import { build, isBuilt } from "../scripts/lib/build.mjs";
import { runProgram } from "../scripts/lib/children.mjs";
import { installPackages } from "./install";
import { findBin, rivalsFolder } from "./programs";

const root = join(import.meta.dirname, "..");

/** Builds what is not built and installs what is not installed. */
export async function prepare(say: (words: string) => void): Promise<void> {
  await installPackages(rivalsFolder, say);
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
