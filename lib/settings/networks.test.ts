import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { demoAccounts } from "@/lib/devnet/accounts";
import { type Env, type ParseOptions, parseSettings, SettingsError } from "./parse-settings";

const ownKey = `0x${"9f3c".repeat(16)}`;
const base = {
  APP_URL: "https://files.example.org",
  NETWORKS: "eip155:8453",
  RPC_URL_8453: "https://node.example.org/key",
  RPC_URL_10: "https://optimism.example.org/key",
  SESSION_SECRET: "8c6b1f0e9d2a47b3a5e1c0f7d4926b8e",
  GAS_KEY: ownKey,
};

const described = {
  name: "Optimism",
  token: {
    address: "0x0b2C639c533813f4Aa9D7837CAf62653d097Ff85",
    symbol: "USDC",
    decimals: 6,
    name: "USD Coin",
    version: "2",
  },
  confirmations: 10,
  confirmationsByPrice: [{ fromUsd: 100, blocks: 5 }],
  explorer: "https://optimistic.etherscan.io/",
  walletRpcUrl: "https://mainnet.optimism.io",
};
const network = (changes: object = {}) => JSON.stringify({ ...described, ...changes });
const withOptimism = { ...base, NETWORKS: "eip155:10", NETWORK_10: network() };

function problemsOf(env: Env, options?: ParseOptions): string {
  try {
    parseSettings(env, options);
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  return "";
}

describe("networks that the operator describes", () => {
  test("one is offered like any other", () => {
    const settings = parseSettings({ ...withOptimism, NETWORKS: "eip155:8453 eip155:10" });
    expect(settings.networks.map(({ name }) => name)).toEqual(["Base", "Optimism"]);
    expect(settings.networks[1]).toEqual({
      ...described,
      caip2: "eip155:10",
      chainId: 10,
      testnet: false,
      token: { ...described.token, address: described.token.address.toLowerCase() },
      explorer: "https://optimistic.etherscan.io",
    });
    expect(Object.keys(settings.facilitators)).toEqual(["10", "8453"]);
  });

  test("one that is no longer offered stays known, for the payments that were made on it", () => {
    const settings = parseSettings({ ...base, NETWORK_10: network() });
    expect(settings.networks.map(({ chainId }) => chainId)).toEqual([8453]);
    expect(settings.knownNetworks.map(({ chainId }) => chainId)).toContain(10);
  });

  test("a well-known one keeps its token and takes other confirmations", () => {
    const confirmationsByPrice = [{ fromUsd: 0, blocks: 3 }];
    const { networks } = parseSettings({ ...base, NETWORK_8453: JSON.stringify({ confirmationsByPrice }) });
    expect(networks[0]).toMatchObject({ name: "Base", confirmations: 10, confirmationsByPrice });
  });

  const rows: [string, Env, RegExp][] = [
    ["text that is no JSON", { ...withOptimism, NETWORK_10: "optimism" }, /NETWORK_10 has to be JSON/],
    [
      "no token",
      { ...withOptimism, NETWORK_10: network({ token: undefined }) },
      /NETWORK_10 cannot be read at "token"/,
    ],
    [
      "a token address with a typing mistake",
      {
        ...withOptimism,
        NETWORK_10: network({ token: { ...described.token, address: "0x0b2C639c533813f4Aa9D7837CAf62653d097Ff86" } }),
      },
      /"token.address".*no address/,
    ],
    [
      "a misspelt field",
      { ...withOptimism, NETWORK_10: network({ confirmation: 1 }) },
      /NETWORK_10 cannot be read.*confirmation/,
    ],
    ["fractions of a block", { ...withOptimism, NETWORK_10: network({ confirmations: 0.5 }) }, /"confirmations"/],
    [
      "no public node for wallets",
      { ...withOptimism, NETWORK_10: network({ walletRpcUrl: undefined }) },
      /"walletRpcUrl"/,
    ],
    [
      "the operator's own node for wallets",
      { ...withOptimism, NETWORK_10: network({ walletRpcUrl: base.RPC_URL_10 }) },
      /tells every visitor the walletRpcUrl.*RPC_URL_10/,
    ],
    [
      "an explorer that is a script",
      { ...withOptimism, NETWORK_10: network({ explorer: "javascript:alert(1)" }) },
      /"explorer".*URL/,
    ],
    ["another token on a well-known network", { ...base, NETWORK_8453: network() }, /NETWORK_8453 cannot be read/],
    ["another devnet", { ...base, NETWORK_31337: network() }, /NETWORK_31337 describes the devnet/],
    [
      "a network without a node",
      { ...withOptimism, RPC_URL_10: undefined },
      /RPC_URL_10 is not set: NETWORKS lists Optimism/,
    ],
    [
      "one that is not described",
      { ...base, NETWORKS: "eip155:10" },
      /"eip155:10".*Describe any other one by NETWORK_/,
    ],
    ["a demo key", { ...withOptimism, GAS_KEY: demoAccounts.gas.key }, /GAS_KEY is a demo key.*Optimism/],
    [
      "more networks than a challenge holds",
      { ...withOptimism, NETWORKS: "eip155:8453 eip155:84532 eip155:137 eip155:1 eip155:42161 eip155:10" },
      /NETWORKS lists 6 networks.*5 at most/,
    ],
  ];
  test.each(rows)("%s stops the start", (_, env, words) => {
    expect(problemsOf(env)).toMatch(words);
  });

  test.each(["eip155:137", "eip155:42161", "eip155:1"])("a demo key is refused on %s", (caip2) => {
    const env = { ...base, NETWORKS: caip2, [caip2.replace("eip155:", "RPC_URL_")]: "https://n.example" };
    expect(problemsOf(env)).toBe("");
    expect(problemsOf({ ...env, GAS_KEY: demoAccounts.gas.key })).toMatch(/demo key/);
    expect(problemsOf({ ...env, SELLERS: demoAccounts.seller.address })).toMatch(/SELLERS holds a demo account/);
  });
});

describe("who settles", () => {
  const { GAS_KEY: _, ...remote } = { ...base, FACILITATOR: "https://f.example/x402" };
  const seed = generateKeyPairSync("ed25519");
  const raw = (key: "d" | "x") => Buffer.from(seed.privateKey.export({ format: "jwk" })[key] ?? "", "base64url");
  const ed25519 = Buffer.concat([raw("d"), raw("x")]).toString("base64");
  const ecdsa = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "pem", type: "sec1" });
  const cdp = {
    ...remote,
    FACILITATOR: "https://api.cdp.coinbase.com/platform/v2/x402",
    CDP_API_KEY_ID: "organizations/1/apiKeys/2",
    CDP_API_KEY_SECRET: ed25519,
  };

  test("each network may have its own", () => {
    const { facilitators } = parseSettings({
      ...withOptimism,
      NETWORKS: "eip155:8453,eip155:10",
      FACILITATOR_10: "https://f.example/",
      FACILITATOR_HEADER_10: "X-Api-Key: abc def",
    });
    expect(facilitators).toEqual({
      8453: { kind: "embedded", gasKey: ownKey },
      10: { kind: "remote", url: "https://f.example", auth: { kind: "header", name: "X-Api-Key", value: "abc def" } },
    });
  });

  test("the default one's header goes to the default one only", () => {
    const { facilitators } = parseSettings({
      ...remote,
      NETWORKS: "eip155:8453,eip155:10",
      NETWORK_10: network(),
      FACILITATOR_10: "https://other.example",
      FACILITATOR_HEADER: "Authorization: Bearer abc",
    });
    expect(facilitators[8453]).toMatchObject({ auth: { name: "Authorization", value: "Bearer abc" } });
    expect(facilitators[10]).toEqual({ kind: "remote", url: "https://other.example" });
  });

  test.each([
    ["Ed25519", ed25519],
    ["ECDSA", String(ecdsa)],
    ["ECDSA on one line", String(ecdsa).trim().replaceAll("\n", "\\n")],
  ])("Coinbase's, with an %s key", (_, secret) => {
    const { facilitators } = parseSettings({ ...cdp, CDP_API_KEY_SECRET: secret });
    expect(facilitators[8453]).toEqual({
      kind: "remote",
      url: "https://api.cdp.coinbase.com/platform/v2/x402",
      auth: { kind: "cdp", keyId: "organizations/1/apiKeys/2", keySecret: secret.trim() },
    });
  });

  test("secrets may come from files", () => {
    const readFile = (path: string) => (path === "/cdp" ? ed25519 : "X-Api-Key: abc");
    const fromFile = parseSettings(
      { ...cdp, CDP_API_KEY_SECRET: undefined, CDP_API_KEY_SECRET_FILE: "/cdp" },
      { readFile },
    );
    expect(fromFile.facilitators[8453]).toMatchObject({ auth: { kind: "cdp", keySecret: ed25519 } });
    const header = parseSettings({ ...remote, FACILITATOR_HEADER_8453_FILE: "/header" }, { readFile });
    expect(header.facilitators[8453]).toMatchObject({ auth: { kind: "header", value: "abc" } });
  });

  const rows: [string, Env, RegExp][] = [
    [
      "Coinbase's without a key",
      { ...cdp, CDP_API_KEY_SECRET: undefined },
      /CDP_API_KEY_ID and CDP_API_KEY_SECRET are not both set/,
    ],
    [
      "a CDP key that nobody uses",
      { ...cdp, FACILITATOR: "https://f.example" },
      /no facilitator is at api.cdp.coinbase.com/,
    ],
    ["a CDP secret that is none", { ...cdp, CDP_API_KEY_SECRET: "hunter2hunter2" }, /CDP_API_KEY_SECRET has to be/],
    [
      "a facilitator for a network that is not offered",
      { ...base, FACILITATOR_8543: "https://f.example" },
      /FACILITATOR_8543 is set, but NETWORKS/,
    ],
    ["a facilitator for no chain", { ...base, FACILITATOR_8453x: "https://f.example" }, /names no chain/],
    ["a facilitator over plain http far away", { ...remote, FACILITATOR_8453: "http://f.example.org" }, /https:\/\//],
    ["a header that is none", { ...remote, FACILITATOR_HEADER: "abc" }, /FACILITATOR_HEADER has to be an HTTP header/],
    ["a header with a line end in it", { ...remote, FACILITATOR_HEADER: "A: b\nC: d" }, /FACILITATOR_HEADER has to be/],
    [
      "a header for the embedded one",
      { ...base, FACILITATOR_HEADER_8453: "A: b" },
      /settles on that network by itself/,
    ],
    ["a header that nobody gets", { ...base, FACILITATOR_HEADER: "A: b" }, /FACILITATOR_HEADER is set, but/],
    ["no gas key where one network is embedded", { ...remote, FACILITATOR_8453: "embedded" }, /GAS_KEY is not set/],
    ["a gas key where no network is", { ...base, FACILITATOR_8453: "https://f.example" }, /GAS_KEY is set, but/],
  ];
  test.each(rows)("%s stops the start", (_, env, words) => {
    const said = problemsOf(env);
    expect(said).toMatch(words);
    expect(said).not.toContain("hunter2");
  });
});
