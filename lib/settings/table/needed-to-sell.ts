import { privateKey } from "@/lib/settings/parsers/accounts";
import { networkNames } from "@/lib/settings/parsers/chains";
import { facilitator } from "@/lib/settings/parsers/facilitators";
import { oldSessionSecrets, sessionSecret } from "@/lib/settings/parsers/secrets";
import { asItIs } from "@/lib/settings/parsers/text";
import { origin, serviceUrls } from "@/lib/settings/parsers/urls";
import type { SettingsByName } from "@/lib/settings/setting";

export const neededToSell = {
  APP_URL: {
    parser: origin,
    what: "The origin that people open: https://, without a path. Plain http:// only on localhost.",
    example: "https://files.example.com",
    missing: "is not set: the origin that people open, such as https://files.example.com.",
  },
  NETWORKS: {
    parser: networkNames,
    what:
      "The networks buyers can pay on, the preferred one first, five at most: `eip155:8453` is Base, `eip155:84532` is Base " +
      "Sepolia (a test network whose money is worth nothing), `eip155:137` Polygon, `eip155:42161` Arbitrum, `eip155:1` " +
      "Ethereum. Separated by commas or spaces. docs/networks.md goes through it step by step.",
    example: "eip155:8453,eip155:137",
    missing:
      "is not set: which networks do buyers pay on? Run `npm run demo` to try Filekiosk with play money, or set " +
      "NETWORKS=eip155:8453 (Base) or NETWORKS=eip155:84532 (Base Sepolia, a test network) and RPC_URL_<chain id>.",
  },
  "RPC_URL_<chain id>": {
    parser: serviceUrls,
    what:
      "The URL of a node for each network, by chain id. Several may be given, separated by commas or spaces: one that does " +
      "not respond, or that is on another chain, is skipped. Plain http:// only for a node in your own network.",
    example: "https://first.example/key, https://second.example/key",
    missing: "is not set: NETWORKS lists {network}, so its node's URL is needed.",
    secret: true,
    chains: [8453, 84532],
  },
  "NETWORK_<chain id>": {
    // The allowed members depend on the chain: `networks.ts` reads it.
    parser: asItIs,
    what:
      "Any other EVM network whose token supports EIP-3009 and is worth one US dollar, described in JSON by its chain id; for the " +
      "networks above, confirmations and addresses only. docs/networks.md shows both.",
    chains: [8453],
  },
  SESSION_SECRET: {
    parser: sessionSecret,
    what:
      "Seals the sessions of sellers, and the marks by which the chain tells what was sold: at least 32 characters that nobody can " +
      "guess. Make one with `openssl rand -hex 32`. Keep old ones (docs/operate/sales-on-chain.md).",
    missing: "is not set. Make one with: openssl rand -hex 32",
    secret: true,
  },
  OLD_SESSION_SECRETS: {
    parser: oldSessionSecrets,
    what:
      "Secrets that SESSION_SECRET replaced, separated by commas or lines: what they sealed stays valid, so that nobody is signed " +
      "out and sales of that time are recognised (docs/operate/data-and-keys.md).",
    default: "",
    defaultInWords: "none",
    secret: true,
  },
  FACILITATOR: {
    parser: facilitator,
    what:
      "Who settles payments: `embedded` (this server, which then pays the network's fees with `GAS_KEY`) or the URL of an x402 " +
      "facilitator.",
    example: "https://facilitator.example/x402",
    default: "embedded",
  },
  "FACILITATOR_<chain id>": {
    parser: facilitator,
    what: "Who settles payments on one network.",
    defaultInWords: "the value of `FACILITATOR`",
    chains: [8453],
  },
  GAS_KEY: {
    parser: privateKey,
    what:
      "Private key of an account that holds a little of the network's own coin for fees (Base: ETH; a settlement costs about " +
      "$0.001) and nothing else.",
    missing:
      "is not set: this server settles payments itself (FACILITATOR=embedded) and pays the network's fees with that key. " +
      "Set it, or set FACILITATOR to the URL of a facilitator.",
    secret: true,
    onlySettling: true,
  },
} satisfies SettingsByName;
