import { afterEach, beforeEach, expect, it } from "vitest";
import { resetSettings } from "@/lib/settings/settings";
import { settingsInForce } from "./settings-in-force";

const env = {
  NETWORKS: "eip155:31337",
  RPC_URL_31337: "http://127.0.0.1:8545/access-key",
  SESSION_SECRET: "8c6b1f0e9d2a47b3a5e1c0f7d4926b8e",
  GAS_KEY_FILE: "/run/secrets/gas",
  ADMINS: "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913",
  HOME: "/root",
};
const before = { ...process.env };
beforeEach(() => {
  Object.assign(process.env, {
    NETWORKS: env.NETWORKS,
    RPC_URL_31337: env.RPC_URL_31337,
    SESSION_SECRET: env.SESSION_SECRET,
    GAS_KEY: `0x${"9f".repeat(32)}`,
  });
  resetSettings();
});
afterEach(() => {
  process.env = before;
  resetSettings();
});

const line = (name: string) => settingsInForce(env).find((one) => one.name === name);

it("shows what was given and what is the default, and whether", () => {
  expect(line("ADMINS")).toMatchObject({ value: env.ADMINS, from: "given", isSecret: false });
  expect(line("MAX_FILE_SIZE")).toMatchObject({ value: "20GiB", from: "default" });
  expect(line("OPERATOR_NAME")).toMatchObject({ value: null, from: "unset" });
  expect(line("SETTLEMENTS_PER_DAY")?.value).toBe("0");
});

it("names secrets, also those in files, and shows none", () => {
  for (const name of ["SESSION_SECRET", "RPC_URL_31337", "GAS_KEY"]) {
    expect(line(name)).toMatchObject({ value: null, from: "given", isSecret: true });
  }
  const text = JSON.stringify(settingsInForce(env));
  for (const secret of [env.SESSION_SECRET, "access-key", env.GAS_KEY_FILE]) expect(text).not.toContain(secret);
});

it("names nothing that is no setting", () => {
  expect(line("HOME")).toBeUndefined();
});
