import { afterEach, beforeEach, expect, test } from "vitest";
import { resetSettings } from "@/lib/settings/settings";
import { mayOperate } from "./may-operate";

const before = { ...process.env };
const address = "0x833589fcd6edb6e08f4c7c32d4f71b54bda02913";
beforeEach(() => {
  Object.assign(process.env, {
    NETWORKS: "eip155:8453, eip155:137",
    RPC_URL_8453: "https://base.example.org",
    RPC_URL_137: "https://polygon.example.org",
    APP_URL: "https://kiosk.example.org",
    SESSION_SECRET: "8c6b1f0e9d2a47b3a5e1c0f7d4926b8e",
    GAS_KEY: `0x${"9f".repeat(32)}`,
    ADMINS: "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913",
  });
  resetSettings();
});
afterEach(() => {
  process.env = before;
  resetSettings();
});

test("a plain key counts, and nobody else's", () => {
  expect(mayOperate({ address, chainId: 0 })).toBe(true);
  expect(mayOperate({ address: "0x833589fcd6edb6e08f4c7c32d4f71b54bda02914", chainId: 0 })).toBe(false);
});

test("a contract counts on the first network only, since elsewhere it may be somebody else", () => {
  expect(mayOperate({ address, chainId: 8453 })).toBe(true);
  expect(mayOperate({ address, chainId: 137 })).toBe(false);
});

test("without ADMINS nobody operates", () => {
  delete process.env.ADMINS;
  resetSettings();
  expect(mayOperate({ address, chainId: 0 })).toBe(false);
});
