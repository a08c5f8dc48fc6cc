import { describe, expect, test } from "vitest";
import { isSecretName, isSettingName } from "@/lib/settings/names";
import { type Env, parseSettings, SettingsError } from "@/lib/settings/parse-settings";
import type { Setting } from "@/lib/settings/setting";
import { groups, type SettingName, table } from "./table";

const entries = Object.entries(table) as [SettingName, Setting][];
/** As an environment has it. */
const onBase = (name: string) => name.replace("<chain id>", "8453");

const key = (pair: string) => `0x${pair.repeat(32)}`;
const shop = {
  APP_URL: "https://files.example.org",
  NETWORKS: "eip155:8453",
  RPC_URL_8453: "https://node.example.org/key",
  SESSION_SECRET: "8c6b1f0e9d2a47b3a5e1c0f7d4926b8e",
};
const settling = { ...shop, GAS_KEY: key("9f") };
const remote = { ...shop, FACILITATOR: "https://facilitator.example" };
const coinbase = {
  ...shop,
  FACILITATOR: "https://api.cdp.coinbase.com/platform/v2/x402",
  CDP_API_KEY_ID: "organizations/1",
  CDP_API_KEY_SECRET: Buffer.alloc(64, 1).toString("base64"),
};
const scanning = { ...settling, SCANNER: "clamd://clamav" };
const address = "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913";
const storing = { ...settling, STORAGE_PRICE: "0.03", STORAGE_PAY_TO: address };
const testnet = { ...settling, RPC_URL_84532: "https://sepolia.example.org" };

/** A shop, and another value of each setting. A setting without a line here does not compile. */
const others: Record<SettingName, [shop: Env, value: string] | "read elsewhere"> = {
  APP_URL: [settling, "https://other.example"],
  NETWORKS: [testnet, "eip155:84532"],
  "RPC_URL_<chain id>": [settling, "https://other.example"],
  "NETWORK_<chain id>": [settling, '{"confirmations": 3}'],
  SESSION_SECRET: [settling, "f1e2d3c4b5a69788796a5b4c3d2e1f00"],
  OLD_SESSION_SECRETS: [settling, "f1e2d3c4b5a69788796a5b4c3d2e1f00"],
  FACILITATOR: [remote, "https://other.example"],
  "FACILITATOR_<chain id>": [remote, "https://other.example"],
  GAS_KEY: [settling, key("7c")],
  FACILITATOR_HEADER: [remote, "Authorization: Bearer abc"],
  "FACILITATOR_HEADER_<chain id>": [remote, "Authorization: Bearer abc"],
  CDP_API_KEY_ID: [coinbase, "organizations/2"],
  CDP_API_KEY_SECRET: [coinbase, Buffer.alloc(64, 2).toString("base64")],
  MAX_FEE_PER_GAS: [settling, "0.5"],
  SETTLEMENTS_PER_DAY: [settling, "7"],
  SETTLEMENTS_PER_SELLER_PER_DAY: [settling, "7"],
  SETTLEMENTS_PER_PAYER_PER_DAY: [settling, "7"],
  EIP6492_FACTORIES: [settling, "none"],
  DEPLOYMENTS_PER_DAY: [settling, "7"],
  PORT: [settling, "8080"],
  HOST: [settling, "::1"],
  DATA_DIR: [settling, "/srv/kiosk"],
  DATABASE_URL: [settling, "file:/srv/kiosk.db"],
  JOURNAL_DIR: [settling, "/mnt/journal"],
  BACKUP_DIR: [settling, "/mnt/backup"],
  TRUSTED_PROXIES: [settling, "1"],
  SEND_FILES: [{ ...settling, TRUSTED_PROXIES: "1" }, "nginx"],
  DOWNLOAD_ORIGIN: [settling, "https://downloads.example.net"],
  DOWNLOADS_PER_DAY: [settling, "7"],
  FREE_DOWNLOADS_PER_DAY: [settling, "7"],
  SELLERS: [settling, "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913"],
  ADMINS: [settling, "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913"],
  MIN_PRICE: [settling, "0.5"],
  MAX_FILE_SIZE: [settling, "1GiB"],
  SELLER_QUOTA: [settling, "50GB"],
  MIN_FREE_SPACE: [settling, "2GiB"],
  STORAGE_PRICE: [storing, "0.05"],
  STORAGE_PAY_TO: [storing, "0x71C7656EC7ab88b098defB751B7401B5f6d8976F"],
  STORAGE_MAX_DAYS: [storing, "400"],
  STORAGE_FREE_ROOM: [storing, "50GB"],
  SCANNER: [settling, "clamd:///run/clamav/clamd.ctl"],
  SCANNER_MAX_SIZE: [scanning, "10MB"],
  SCANNER_TOO_LARGE: [scanning, "pass"],
  SCANNER_DOWN: [scanning, "pass"],
  OPERATOR_NAME: [settling, "Somebody"],
  ACCENT: [settling, "#1d4ed8"],
  OPERATOR_CONTACT: [settling, "somebody@example.org"],
  TERMS_URL: [settling, "https://example.org/terms"],
  WALLETCONNECT_PROJECT_ID: [settling, "a".repeat(32)],
  BASE_ACCOUNT_URL: [settling, "off"],
  ONRAMP_URL: [settling, "https://buy.example/?to={address}"],
  OFFRAMP_URL: [settling, "https://sell.example/?from={address}"],
  SECURITY_CONTACT: [settling, "security@example.org"],
  WITHDRAWAL_WAIVER: [settling, "on"],
  KEEP_COMPLAINTS: [settling, "30"],
  SMTP_URL: [{ ...settling, MAIL_FROM: "kiosk@example.org" }, "smtps://kiosk:secret@mail.example.org"],
  MAIL_FROM: [settling, "My kiosk <kiosk@example.org>"],
  OPERATOR_EMAIL: [settling, "operator@example.org"],
  OPERATOR_WEBHOOK_URL: [settling, "https://hooks.example.org/kiosk"],
  NTFY_URL: [settling, "https://ntfy.example.org/kiosk"],
  OPERATOR_LANGUAGE: [settling, "ar"],
  OUTBOUND_ALLOW: [settling, "10.0.0.0/8"],
  DNS_SERVERS: [settling, "9.9.9.9 [2620:fe::fe]:53"],
  METRICS_TOKEN: [settling, "8c6b1f0e9d2a47b3"],
  // Read by the log, which has to work before the settings are read.
  LOG_LEVEL: "read elsewhere",
  // By `npm run pay`.
  PAYER_KEY: "read elsewhere",
};

describe("every setting of the table", () => {
  test.each(Object.entries(others))("%s changes what the server goes by", (name, other) => {
    if (other === "read elsewhere") return;
    const [before, value] = other;
    expect(parseSettings({ ...before, [onBase(name)]: value })).not.toEqual(parseSettings(before));
  });

  test.each(entries)("%s is in one group, and its name is known", (name) => {
    expect(Object.values(groups).filter((group) => name in group)).toHaveLength(1);
    expect(isSettingName(onBase(name))).toBe(true);
  });

  test.each(entries)("%s has a default and an example that can be written in a .env file", (_, setting) => {
    const values = [setting.default, setting.onDevnet, setting.example].filter((value) => value !== undefined);
    for (const value of values) expect(setting.parser.safeParse(value).error?.issues).toBeUndefined();
  });
});

describe("every secret", () => {
  const secrets = entries.filter(([, { secret }]) => secret).map(([name]) => onBase(name));

  test.each(secrets)("%s may be in a file", (name) => {
    expect(isSecretName(name)).toBe(true);
    expect(isSettingName(`${name}_FILE`)).toBe(true);
  });

  test.each(secrets)("%s is repeated by no error", (name) => {
    const parse = () => parseSettings({ ...settling, [name]: "hunter2 hunter2\u0007" });
    expect(parse).toThrow(SettingsError);
    expect(parse).toThrow(new RegExp(`${name} `));
    expect(parse).not.toThrow(/hunter2/);
  });

  test("and only a secret", () => {
    for (const [name] of entries.filter(([, { secret }]) => !secret)) {
      expect(isSettingName(`${onBase(name)}_FILE`)).toBe(false);
    }
  });
});
