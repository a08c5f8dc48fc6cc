import { moneyLink, walletWindow } from "@/lib/settings/parsers/money-links";
import type { SettingsByName } from "@/lib/settings/setting";

/** The window of Base Account, where a passkey is the wallet. */
export const BASE_ACCOUNT_WINDOW = "https://keys.coinbase.com/connect";

/** For people who have no wallet, or no money in it. */
export const withoutWallet = {
  BASE_ACCOUNT_URL: {
    parser: walletWindow,
    what:
      "The window of Base Account, a wallet by Coinbase that needs no installation: visitors who choose it open this page, and " +
      "nothing is loaded from it before. Offered on Base, Base Sepolia, Polygon and Arbitrum. `off`: not offered. Another " +
      "page can only be used on the devnet, where one plays the wallet.",
    default: BASE_ACCOUNT_WINDOW,
    onDevnet: "off",
  },
  ONRAMP_URL: {
    parser: moneyLink,
    what:
      "A page that sells digital dollars, by card or bank, for buyers whose wallet has too few. `{address}` becomes the wallet, " +
      "`{network}` the network (`base`, `polygon`, `arbitrum`, `ethereum`), `{amount}` what is missing, such as `4.50`. The buyer’s " +
      "page notices when the money arrives. Not shown on test networks.",
    example: "https://buy.example.com/?wallet={address}&network={network}&usdc={amount}",
  },
  OFFRAMP_URL: {
    parser: moneyLink,
    what:
      "A page that buys digital dollars, for sellers: on the dashboard, beside the payout address. The same placeholders; " +
      "`{amount}` is what is there.",
    example: "https://sell.example.com/?wallet={address}&network={network}&usdc={amount}",
  },
} satisfies SettingsByName;
