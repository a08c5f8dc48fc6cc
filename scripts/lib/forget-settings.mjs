import { join } from "node:path";
import process from "node:process";

/** Removes the developer's own settings from this process's environment: the suites choose theirs. */
export async function forgetSettings() {
  const { tsImport } = await import("tsx/esm/api");
  const { isSettingName } = await tsImport("../../lib/settings/names.ts", {
    parentURL: import.meta.url,
    tsconfig: join(import.meta.dirname, "../../tsconfig.json"),
  });
  for (const name of Object.keys(process.env)) {
    if (isSettingName(name) || /^(?:RPC_URL_|S3_|CDP_)/.test(name) || name === "NODE_ENV") delete process.env[name];
  }
  process.env.NEXT_TELEMETRY_DISABLED = "1";
}
