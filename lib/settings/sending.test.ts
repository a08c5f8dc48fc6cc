import { expect, test } from "vitest";
import { type Env, parseSettings, SettingsError } from "./parse-settings";

const base = {
  APP_URL: "https://files.example.org",
  NETWORKS: "eip155:8453",
  RPC_URL_8453: "https://node.example.org/key",
  SESSION_SECRET: "8c6b1f0e9d2a47b3a5e1c0f7d4926b8e",
  GAS_KEY: `0x${"9f3c".repeat(16)}`,
};
const parse = (changes: Env) => parseSettings({ ...base, TRUSTED_PROXIES: "1", ...changes });

test.each([
  ["node", { by: "node" }],
  ["nginx", { by: "nginx", location: "/filekiosk-files/" }],
  ["nginx:/shop_2-files/", { by: "nginx", location: "/shop_2-files/" }],
])("SEND_FILES=%s", (value, sendFiles) => {
  expect(parse({ SEND_FILES: value })).toMatchObject({ sendFiles });
});

test("a download origin of its own, and how often a day", () => {
  const settings = parse({ DOWNLOAD_ORIGIN: "https://dl.example.net/", DOWNLOADS_PER_DAY: "0" });
  expect(settings).toMatchObject({ downloadOrigin: "https://dl.example.net", downloadsPerDay: 0 });
});

test.each([
  [{ SEND_FILES: "apache" }, /SEND_FILES has to be `node`, `nginx`/],
  [{ SEND_FILES: "nginx:/files" }, /SEND_FILES/],
  [{ SEND_FILES: "nginx:files/" }, /SEND_FILES/],
  [{ SEND_FILES: "nginx:/a/b/" }, /SEND_FILES/],
  [{ SEND_FILES: "nginx:/../" }, /SEND_FILES/],
  [{ SEND_FILES: "nginx:/a b/" }, /SEND_FILES/],
  [{ SEND_FILES: "nginx:/api/" }, /SEND_FILES/],
  [{ SEND_FILES: "nginx:/" }, /SEND_FILES/],
  [{ SEND_FILES: "nginx", TRUSTED_PROXIES: "0" }, /TRUSTED_PROXIES=1/],
  [{ SEND_FILES: "nginx", TRUSTED_PROXIES: "" }, /TRUSTED_PROXIES=1/],
  [{ DOWNLOAD_ORIGIN: "https://files.example.org" }, /DOWNLOAD_ORIGIN has the host of APP_URL/],
  [{ DOWNLOAD_ORIGIN: "http://dl.example.org" }, /DOWNLOAD_ORIGIN uses plain http/],
  [{ DOWNLOAD_ORIGIN: "http://localhost:1" }, /DOWNLOAD_ORIGIN has to begin with https/],
  [{ DOWNLOAD_ORIGIN: "https://dl.example.org/files" }, /DOWNLOAD_ORIGIN has to be an origin/],
  [{ DOWNLOADS_PER_DAY: "-1" }, /DOWNLOADS_PER_DAY/],
  [{ DOWNLOADS_PER_DAY: "often" }, /DOWNLOADS_PER_DAY/],
] as [Env, RegExp][])("%j is refused in words", (changes, words) => {
  expect(() => parse(changes)).toThrow(SettingsError);
  expect(() => parse(changes)).toThrow(words);
});
