import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { describe, expect, test } from "vitest";
import { demoAccounts } from "@/lib/devnet/accounts";
import { settingNames } from "./names";
import { type Env, type ParseOptions, parseSettings, SettingsError } from "./parse-settings";
import { PUBLIC_SESSION_SECRET } from "./parsers/secrets";
import { problemWithName } from "./unknown-names";

const GIB = 1024 ** 3;
const ownKey = `0x${"9f3c".repeat(16)}`;
const secret = "8c6b1f0e9d2a47b3a5e1c0f7d4926b8e";

/** A server that sells on Base and settles by itself. */
const production = {
  APP_URL: "https://files.example.org",
  NETWORKS: "eip155:8453",
  RPC_URL_8453: "https://node.example.org/key",
  SESSION_SECRET: secret,
  GAS_KEY: ownKey,
};

/** What `npm run demo` sets. */
const devnet = {
  NETWORKS: "eip155:31337",
  RPC_URL_31337: "http://127.0.0.1:8545",
  SESSION_SECRET: PUBLIC_SESSION_SECRET,
  GAS_KEY: demoAccounts.gas.key,
};

function problemsOf(env: Env, options?: ParseOptions): string {
  try {
    parseSettings(env, options);
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  return "";
}

describe("settings that start", () => {
  test("production, with the defaults of everything else", () => {
    expect(parseSettings(production, { directory: "/srv/app" })).toMatchObject({
      appUrl: "https://files.example.org",
      host: "0.0.0.0",
      port: 3000,
      dataDir: "/srv/app/data",
      databaseUrl: "file:/srv/app/data/filekiosk.db",
      journalDir: null,
      backupDir: "/srv/app/data/backups",
      rpcUrls: { 8453: ["https://node.example.org/key"] },
      facilitators: { 8453: { kind: "embedded", gasKey: ownKey } },
      sellers: "open",
      admins: [],
      minPriceMicroUsd: 10_000n,
      maxFeePerGas: { byChain: {} },
      settlementsPerDay: { instance: 5_000, seller: 1_000, payer: 100 },
      deploymentsPerDay: 200,
      maxFileSize: 20 * GIB,
      minFreeSpace: GIB,
      trustedProxies: 0,
      sendFiles: { by: "node" },
      downloadsPerDay: 20,
      freeDownloadsPerDay: 1000,
      devnet: false,
    });
  });

  test("factories of wallets: everywhere, on one network, or none; unset leaves the choice to the network", () => {
    const [one, two] = [`0x${"aa".repeat(20)}`, `0x${"bb".repeat(20)}`];
    const factories = (EIP6492_FACTORIES: string) =>
      parseSettings({ ...production, EIP6492_FACTORIES }).walletFactories;
    expect(factories(`${one.toUpperCase().replace("X", "x")}, 8453:${two} 8453:${one}`)).toEqual({
      every: [one],
      byChain: { 8453: [two, one] },
    });
    expect(factories("none")).toEqual({ every: [], byChain: {} });
    expect(factories("")).toBeUndefined();
    for (const wrong of ["0xaa", `base:${one}`, `0:${one}`, `none ${one}`]) {
      expect(problemsOf({ ...production, EIP6492_FACTORIES: wrong })).toMatch(/EIP6492_FACTORIES holds .* no address/);
    }
  });

  test("the devnet, whose origin follows from the port", () => {
    const settings = parseSettings({ ...devnet, PORT: "4321" });
    expect(settings).toMatchObject({ appUrl: "http://localhost:4321", host: "127.0.0.1", port: 4321, devnet: true });
    expect(settings.networks.map(({ chainId }) => chainId)).toEqual([31337]);
  });

  test("the wallet without an installation: on real networks, not on the devnet unless a page plays it there", () => {
    const at = (env: Env) => parseSettings(env).baseAccountUrl;
    expect(at(production)).toBe("https://keys.coinbase.com/connect");
    expect(at({ ...production, BASE_ACCOUNT_URL: "off" })).toBeNull();
    expect(at(devnet)).toBeNull();
    expect(at({ ...devnet, BASE_ACCOUNT_URL: "http://localhost:5555/connect" })).toBe("http://localhost:5555/connect");
  });

  test("a blank value means unset, and line ends of Windows are cut", () => {
    const settings = parseSettings({ ...production, MIN_PRICE: "", ADMINS: "  ", APP_URL: "https://a.example\r" });
    expect(settings).toMatchObject({ minPriceMicroUsd: 10_000n, admins: [], appUrl: "https://a.example" });
  });

  test("several networks keep their order and may have several nodes each", () => {
    const settings = parseSettings({
      ...production,
      NETWORKS: "eip155:84532, eip155:8453",
      RPC_URL_84532: "https://one.example https://two.example",
    });
    expect(settings.networks.map(({ chainId }) => chainId)).toEqual([84532, 8453]);
    expect(settings.rpcUrls[84532]).toEqual(["https://one.example", "https://two.example"]);
  });

  test("the cap on fees is gwei for every network, or by chain id", () => {
    const read = (MAX_FEE_PER_GAS: string) => parseSettings({ ...production, MAX_FEE_PER_GAS }).maxFeePerGas;
    expect(read("0.05")).toEqual({ every: 50_000_000n, byChain: {} });
    expect(read("8453:0.1, 1:30 2")).toEqual({
      every: 2_000_000_000n,
      byChain: { 8453: 100_000_000n, 1: 30_000_000_000n },
    });
  });

  test.each(["0", "-1", "8453:", "1e9", "0.0000000001", "base:1"])("a cap on fees of %s is refused", (value) => {
    expect(problemsOf({ ...production, MAX_FEE_PER_GAS: value })).toContain("MAX_FEE_PER_GAS has to be gwei above 0");
  });

  test.each([
    ["MAX_FEE_PER_GAS", "٠٫٠٥, 1:1,5", { maxFeePerGas: { every: 50_000_000n, byChain: { 1: 1_500_000_000n } } }],
    ["MIN_PRICE", "0,05 8453:$2,50", { minPriceMicroUsd: 2_500_000n }],
    ["MIN_PRICE", "1,5", { minPriceMicroUsd: 1_500_000n }],
    ["MIN_PRICE", "۰٫۰۵,1:10", { minPriceMicroUsd: 50_000n }],
    ["MAX_FILE_SIZE", "1,5 Go", { maxFileSize: 1_500_000_000 }],
    ["MAX_FILE_SIZE", "٢٫٥ غيغابايت", { maxFileSize: 2_500_000_000 }],
    ["DOWNLOADS_PER_DAY", "٢٠", { downloadsPerDay: 20 }],
    ["SETTLEMENTS_PER_DAY", "1 000", { settlementsPerDay: { instance: 1_000, seller: 1_000, payer: 100 } }],
  ])("%s is read as people write numbers: %s", (name, value, read) => {
    expect(parseSettings({ ...production, [name]: value })).toMatchObject(read);
  });

  test.each([
    ["MAX_FEE_PER_GAS", "1.500", "1500", "1.50"],
    ["MAX_FEE_PER_GAS", "8453:1,234", "1234", "1.2340"],
    ["MIN_PRICE", "1,000", "1000", "1.00"],
    ["MIN_PRICE", "0.05 1:٢,٥٠٠", "2500", "2.50"],
    ["STORAGE_PRICE", "1.000", "1000", "1.00"],
    ["MAX_FILE_SIZE", "1.500GB", "1500 GB", "1.50 GB"],
    ["SETTLEMENTS_PER_DAY", "5,000", "5000", "5.00"],
  ])("%s=%s is not guessed: both readings are named", (name, value, whole, fraction) => {
    const problem = problemsOf({ ...production, [name]: value });
    expect(problem).toMatch(new RegExp(`${name} has “.*”, which could mean ${whole} or ${fraction}`));
  });

  test.each(["0.05 0.10", "1:5 1:6", "1 500", "0.05, 10"])("MIN_PRICE=%s has two values for one network", (value) => {
    expect(problemsOf({ ...production, MIN_PRICE: value })).toContain("two values for the same network");
  });

  test("each network has a lowest price above what settling there may cost, unless the operator says otherwise", () => {
    const all = {
      ...production,
      NETWORKS: "eip155:8453 eip155:137 eip155:1",
      RPC_URL_137: "https://node.example.org/137",
      RPC_URL_1: "https://node.example.org/1",
    };
    const read = (changes: Record<string, string>) => parseSettings({ ...all, ...changes }).lowestPrices;
    expect(read({})).toEqual({ 8453: 10_000n, 137: 20_000n, 1: 5_000_000n });
    expect(read({ MIN_PRICE: "0.50" })).toEqual({ 8453: 500_000n, 137: 500_000n, 1: 5_000_000n });
    expect(read({ MIN_PRICE: "0.03 1:2, 8453:0.001" })).toEqual({ 8453: 1_000n, 137: 30_000n, 1: 2_000_000n });
    // Somebody else pays the fees on Ethereum here.
    expect(read({ FACILITATOR_1: "https://facilitator.example" })).toEqual({ 8453: 10_000n, 137: 20_000n, 1: 10_000n });
  });

  test.each(["0", "-1", "8453:", "1e9", "base:1", "1:0", "0.0000001"])("a lowest price of %s is refused", (value) => {
    expect(problemsOf({ ...production, MIN_PRICE: value })).toContain("MIN_PRICE has to be a price in USD above 0");
  });

  test("the devnet's settlements are not counted unless told", () => {
    expect(parseSettings(devnet).settlementsPerDay).toEqual({ instance: 0, seller: 0, payer: 0 });
    expect(parseSettings({ ...devnet, SETTLEMENTS_PER_PAYER_PER_DAY: "7" }).settlementsPerDay.payer).toBe(7);
  });

  test("a remote facilitator needs no gas key", () => {
    const { GAS_KEY: _, ...rest } = production;
    const settings = parseSettings({ ...rest, FACILITATOR: "https://facilitator.example/x402/" });
    expect(settings.facilitators).toEqual({ 8453: { kind: "remote", url: "https://facilitator.example/x402" } });
  });

  test("a secret may come from a file", () => {
    const { SESSION_SECRET: _, ...rest } = production;
    const readFile = (path: string) => (path === "/run/secrets/session" ? `${secret}\r\n` : "");
    expect(parseSettings({ ...rest, SESSION_SECRET_FILE: "/run/secrets/session" }, { readFile }).sessionSecret).toBe(
      secret,
    );
  });

  test.each([
    ["1048576", 1_048_576],
    ["100MB", 100_000_000],
    ["20GiB", 20 * GIB],
    ["1.5 GiB", 1.5 * GIB],
    ["64kib", 65_536],
  ])("a size of %s is %d bytes", (text, bytes) => {
    expect(parseSettings({ ...production, MAX_FILE_SIZE: text }).maxFileSize).toBe(bytes);
  });

  test("addresses are stored in lower case", () => {
    const address = "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913";
    expect(parseSettings({ ...production, SELLERS: address, ADMINS: address }).sellers).toEqual([
      address.toLowerCase(),
    ]);
  });

  test("a path relative to the program's folder becomes absolute", () => {
    const settings = parseSettings(
      { ...production, DATA_DIR: "./kiosk", DATABASE_URL: "file:./db.sqlite" },
      { directory: "/srv" },
    );
    expect(settings).toMatchObject({ dataDir: "/srv/kiosk", databaseUrl: "file:/srv/db.sqlite" });
  });

  test("names of the system and of other programs are none of our business", () => {
    const env = {
      ...production,
      HOME: "/root",
      PATH: "/bin",
      npm_config_yes: "1",
      POSTGRES_URL: "x",
      S3: "",
      LANG: "C",
    };
    expect(problemsOf(env)).toBe("");
  });
});

describe("settings that stop the start and name the fix", () => {
  const without = (name: keyof typeof production) => ({ ...production, [name]: undefined });
  const rows: [string, Env, RegExp][] = [
    ["no network", without("NETWORKS"), /npm run demo.*NETWORKS=eip155:8453/],
    [
      "a window of the wallet that is not its own",
      { ...production, BASE_ACCOUNT_URL: "https://keys.coinbase.com.evil.example/connect" },
      /BASE_ACCOUNT_URL is not Base Account's own window, and NETWORKS offers Base/,
    ],
    [
      "a shop for dollars without https",
      { ...production, ONRAMP_URL: "http://x/{address}" },
      /ONRAMP_URL has to be .*https/,
    ],
    [
      "a script to sell dollars",
      { ...production, OFFRAMP_URL: "javascript:0//{address}" },
      /OFFRAMP_URL has to .*https/,
    ],
    ["an unknown network", { ...production, NETWORKS: "eip155:10" }, /"eip155:10".*eip155:8453 \(Base\).*NETWORK_/],
    ["a network twice", { ...production, NETWORKS: "eip155:8453,eip155:8453" }, /twice/],
    ["no node for a network", without("RPC_URL_8453"), /RPC_URL_8453 is not set/],
    ["a node without scheme", { ...production, RPC_URL_8453: "node.example" }, /RPC_URL_8453 has to be a URL/],
    ["a node over plain http far away", { ...production, RPC_URL_8453: "http://node.example.org" }, /https:\/\//],
    ["no origin", without("APP_URL"), /APP_URL is not set/],
    ["plain http off localhost", { ...production, APP_URL: "http://files.example.org" }, /plain http/],
    ["plain http on a look-alike of localhost", { ...devnet, APP_URL: "http://localhost.example" }, /plain http/],
    ["an origin with a path", { ...production, APP_URL: "https://example.org/files" }, /without a path/],
    ["an origin with a user", { ...production, APP_URL: "https://me@example.org" }, /without a path/],
    ["no session secret", without("SESSION_SECRET"), /SESSION_SECRET is not set.*openssl/],
    ["a short session secret", { ...production, SESSION_SECRET: "short" }, /too short/],
    ["a session secret of one letter", { ...production, SESSION_SECRET: "a".repeat(64) }, /easy to guess/],
    ["the tests' session secret", { ...production, SESSION_SECRET: PUBLIC_SESSION_SECRET }, /everybody knows/],
    ["embedded without a gas key", without("GAS_KEY"), /GAS_KEY is not set/],
    ["a gas key that is none", { ...production, GAS_KEY: "0x1234" }, /GAS_KEY has to be a private key/],
    ["a gas key beyond the curve", { ...production, GAS_KEY: `0x${"f".repeat(64)}` }, /private key/],
    ["a gas key and a remote facilitator", { ...production, FACILITATOR: "https://f.example" }, /Remove one/],
    ["an unknown facilitator", { ...production, FACILITATOR: "embeded" }, /`embedded` or a URL/],
    ["a demo key on a real network", { ...production, GAS_KEY: demoAccounts.gas.key }, /demo key.*Base/],
    ["the same, in capitals", { ...production, GAS_KEY: demoAccounts.gas.key.slice(2).toUpperCase() }, /demo key/],
    ["a demo seller on a real network", { ...production, SELLERS: demoAccounts.seller.address }, /SELLERS.*demo/],
    ["a demo admin on a real network", { ...production, ADMINS: demoAccounts.buyer.address }, /ADMINS.*demo/],
    ["the devnet on another machine", { ...devnet, RPC_URL_31337: "http://10.0.0.5:8545" }, /loopback/],
    [
      "the devnet with a real network",
      { ...devnet, ...production, NETWORKS: "eip155:31337 eip155:8453", RPC_URL_31337: devnet.RPC_URL_31337 },
      /together/,
    ],
    ["a port that is none", { ...production, PORT: "70000" }, /PORT has to be a whole number/],
    ["a seller that is no address", { ...production, SELLERS: "alice.eth" }, /"alice.eth".*no address/],
    ["a mistyped address", { ...production, ADMINS: "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02912" }, /no address/],
    ["a price that is none", { ...production, MIN_PRICE: "1e-2" }, /MIN_PRICE has to be a price/],
    ["a price of nothing", { ...production, MIN_PRICE: "0" }, /MIN_PRICE/],
    ["a size that is none", { ...production, MAX_FILE_SIZE: "20 gigs" }, /MAX_FILE_SIZE has to be a size/],
    ["a size of nothing", { ...production, MAX_FILE_SIZE: "0" }, /more than 0/],
    ["proxies that are no number", { ...production, TRUSTED_PROXIES: "true" }, /TRUSTED_PROXIES/],
    ["PostgreSQL", { ...production, DATABASE_URL: "postgresql://localhost/filekiosk" }, /not part of this version/],
    ["a database that is no file", { ...production, DATABASE_URL: "mysql://x" }, /SQLite file/],
    ["an object store", { ...production, S3_BUCKET: "files" }, /S3.*not part of this version.*S3_BUCKET/],
    ["a node of no chain", { ...production, RPC_URL_BASE: "https://x.example" }, /RPC_URL_BASE names no chain/],
    ["a mistyped name", { ...production, SELLER: "open" }, /SELLER. Did you mean SELLERS\?/],
    ["a name in lower case", { ...production, max_file_size: "1GB" }, /Did you mean MAX_FILE_SIZE/],
    ["a secret twice", { ...production, SESSION_SECRET_FILE: "/x" }, /both set/],
    ["a log level that is none", { ...production, LOG_LEVEL: "loud" }, /LOG_LEVEL has to be one of/],
  ];

  test.each(rows)("%s", (_, env, message) => {
    expect(problemsOf(env)).toMatch(message);
  });

  test("a secret's file that cannot be read, or is empty", () => {
    const { GAS_KEY: _, ...rest } = production;
    const unreadable = () => {
      throw new Error("ENOENT");
    };
    expect(problemsOf({ ...rest, GAS_KEY_FILE: "/gone" }, { readFile: unreadable })).toContain("cannot be read: /gone");
    expect(problemsOf({ ...rest, GAS_KEY_FILE: "/blank" }, { readFile: () => "\n" })).toContain("empty file: /blank");
  });

  test("a name in the .env file that no setting has", () => {
    expect(problemsOf(production, { fileNames: ["GRACE_DAYS"] })).toContain("There is no setting GRACE_DAYS");
    expect(problemsOf(production, { fileNames: ["APP_URL", "NODE_ENV", "PAYER_KEY"] })).toBe("");
  });

  test("every problem at once, and no secret among the words", () => {
    const words = problemsOf({
      ...production,
      APP_URL: "ftp://x",
      GAS_KEY: "0xsecretsecret",
      PORT: "x",
      S3_KEY: "hidden",
    });
    for (const name of ["APP_URL", "GAS_KEY", "PORT", "S3_KEY"]) expect(words).toContain(name);
    expect(words).not.toMatch(/secretsecret|hidden/);
  });
});

test(".env.example has every setting, and nothing else", () => {
  const names = Object.keys(parseEnv(readFileSync(".env.example", "utf8")));
  expect(names.filter((name) => problemWithName(name, true))).toEqual([]);
  const missing = settingNames.filter((name) => !name.endsWith("_FILE") && !names.includes(name));
  expect(missing).toEqual([]);
});
