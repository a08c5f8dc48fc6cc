import { describe, expect, test } from "vitest";
import { parseSettings } from "@/lib/settings/parse-settings";

const production = {
  APP_URL: "https://files.example.org",
  NETWORKS: "eip155:8453",
  RPC_URL_8453: "https://node.example.org/key",
  SESSION_SECRET: "8c6b1f0e9d2a47b3a5e1c0f7d4926b8e",
  GAS_KEY: `0x${"9f".repeat(32)}`,
};

describe("SCANNER", () => {
  const read = (SCANNER: string) => parseSettings({ ...production, SCANNER }).scanner?.choice;

  test.each([
    ["clamd:///run/clamav/clamd.ctl", { by: "clamd", at: { path: "/run/clamav/clamd.ctl" } }],
    ["clamd://clamav", { by: "clamd", at: { host: "clamav", port: 3310 } }],
    ["clamd://127.0.0.1:3311", { by: "clamd", at: { host: "127.0.0.1", port: 3311 } }],
    ["clamd://[::1]:3310/", { by: "clamd", at: { host: "::1", port: 3310 } }],
    ["command:/usr/bin/scan  -q -", { by: "command", file: "/usr/bin/scan", args: ["-q", "-"] }],
  ])("%s is read", (text, choice) => expect(read(text)).toEqual(choice));

  test.each([
    "clamd://",
    "clamd://scanner.example.com",
    "clamd://8.8.8.8:3310",
    "clamd://[2001:db8::1]:3310",
    "clamd://user:word@clamav",
    "clamd://clamav/path",
    "clamd://clamav?x",
    "command:scan -",
    "command:",
    "/usr/bin/clamdscan",
    "http://clamav:3310",
  ])("%s is refused", (text) => expect(() => read(text)).toThrow("SCANNER "));

  test("limits uploads to what it scans, unless larger files pass", () => {
    const sized = { ...production, SCANNER: "clamd://clamav", MAX_FILE_SIZE: "1GB" };
    expect(parseSettings(sized).maxFileSize).toBe(25_000_000);
    expect(parseSettings({ ...sized, SCANNER_TOO_LARGE: "pass" }).maxFileSize).toBe(1_000_000_000);
  });
});
