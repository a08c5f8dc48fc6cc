import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { demoAccounts } from "@/lib/devnet/accounts";
import { resetSettings } from "@/lib/settings/settings";

/**
 * Complete settings for a test that needs neither chain nor database; nothing listens at its RPC URL.
 *
 * @param changes environment variables; undefined unsets one
 */
export function testSettings(changes: Record<string, string | undefined> = {}): void {
  const base: Record<string, string | undefined> = {
    APP_URL: "http://localhost:3000",
    DATA_DIR: join(mkdtempSync(join(tmpdir(), "filekiosk-settings-"))),
    SESSION_SECRET: "a test secret that is long enough to be one",
    NETWORKS: "eip155:31337",
    RPC_URL_31337: "http://127.0.0.1:9",
    GAS_KEY: demoAccounts.gas.key,
    SELLERS: undefined,
    TRUSTED_PROXIES: undefined,
    LOG_LEVEL: "silent",
  };
  for (const [name, value] of Object.entries({ ...base, ...changes })) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  resetSettings();
}
