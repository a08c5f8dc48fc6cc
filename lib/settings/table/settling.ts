import { DEFAULT_MAX_FEE_GWEI, DEVNET_CHAIN_ID, networks } from "@/lib/payment-methods/evm/chain/networks";
import { feeCaps, walletFactories } from "@/lib/settings/parsers/chains";
import { cdpKeyId, cdpKeySecret, facilitatorHeader } from "@/lib/settings/parsers/facilitators";
import { wholeNumber } from "@/lib/settings/parsers/text";
import type { SettingsByName } from "@/lib/settings/setting";

const perDay = wholeNumber(0, 1_000_000_000);
/** "Base 0.03, Polygon 400 …" */
const knownCaps = networks
  .filter(({ chainId, maxFeeGwei }) => maxFeeGwei && chainId !== DEVNET_CHAIN_ID)
  .map(({ name, maxFeeGwei }) => `${name} ${maxFeeGwei}`)
  .join(", ");

export const settling = {
  FACILITATOR_HEADER: {
    parser: facilitatorHeader,
    what:
      "Identifies this server to a remote facilitator: one HTTP header, such as `Authorization: Bearer …`. It is sent to the facilitator " +
      "in `FACILITATOR`, and to no other.",
    secret: true,
  },
  "FACILITATOR_HEADER_<chain id>": {
    parser: facilitatorHeader,
    what: "The header for the facilitator of one network.",
    defaultInWords: "`FACILITATOR_HEADER` unless that network has its own facilitator",
    secret: true,
    chains: [8453],
  },
  CDP_API_KEY_ID: {
    parser: cdpKeyId,
    what:
      "The id of a CDP API key, which Coinbase's facilitator (https://api.cdp.coinbase.com/platform/v2/x402) uses instead of " +
      "a header.",
  },
  CDP_API_KEY_SECRET: {
    parser: cdpKeySecret,
    what: "The secret of that CDP API key, as Coinbase issues it.",
    secret: true,
  },
  MAX_FEE_PER_GAS: {
    parser: feeCaps,
    what: "The most to pay per unit of gas, in gwei: one number, or by chain id. While the network's fee is higher, sales are paused.",
    example: "8453:0.05 1:30",
    default: "",
    defaultInWords: `a cap per network (${knownCaps}, else ${DEFAULT_MAX_FEE_GWEI})`,
    onlySettling: true,
  },
  SETTLEMENTS_PER_DAY: {
    parser: perDay,
    what: "How many transactions `GAS_KEY` may pay for in any 24 hours. 0 means no limit.",
    default: "5000",
    onDevnet: "0",
    onlySettling: true,
  },
  SETTLEMENTS_PER_SELLER_PER_DAY: {
    parser: perDay,
    what: "How many of them for one seller. 0 means no limit.",
    default: "1000",
    onDevnet: "0",
    onlySettling: true,
  },
  SETTLEMENTS_PER_PAYER_PER_DAY: {
    parser: perDay,
    what: "How many of them for one buyer. 0 means no limit.",
    default: "100",
    onDevnet: "0",
    onlySettling: true,
  },
  EIP6492_FACTORIES: {
    parser: walletFactories,
    what:
      "Factories that `GAS_KEY` may call to deploy a buyer's wallet that does not exist on the network yet (a new smart " +
      "wallet; ERC-6492): addresses, with a chain id in front for one network only (`8453:0x…`), or `none`. A list replaces the " +
      "default. Deploying a wallet takes about 300,000 gas, three times as much as a settlement, and counts as one " +
      "transaction.",
    defaultInWords: "those of Coinbase and Safe on Base, Base Sepolia, Polygon and Arbitrum, none elsewhere",
    onlySettling: true,
  },
  DEPLOYMENTS_PER_DAY: {
    parser: perDay,
    what: "How many such wallets may be deployed in any 24 hours. 0 means no limit.",
    default: "200",
    onDevnet: "0",
    onlySettling: true,
  },
} satisfies SettingsByName;
