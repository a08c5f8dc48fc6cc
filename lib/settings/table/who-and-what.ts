import { networks } from "@/lib/chain/networks";
import { addresses, sellers } from "@/lib/settings/parsers/accounts";
import { lowestPrices } from "@/lib/settings/parsers/chains";
import { logLevel } from "@/lib/settings/parsers/machine";
import { metricsToken, walletConnectProject } from "@/lib/settings/parsers/secrets";
import { size, sizeAboveZero } from "@/lib/settings/parsers/size";
import { shortText } from "@/lib/settings/parsers/text";
import { webAddress } from "@/lib/settings/parsers/urls";
import type { SettingsByName } from "@/lib/settings/setting";

const LOWEST_PRICE = "0.01";
/** "Polygon 0.02, Arbitrum 0.05 …" */
const knownLowest = networks
  .filter(({ lowestPrice }) => lowestPrice)
  .map(({ name, lowestPrice }) => `${name} ${lowestPrice}`)
  .join(", ");

export const whoAndWhat = {
  SELLERS: {
    parser: sellers,
    what:
      "Who may sell: `open` (anyone with a wallet), or addresses separated by commas or spaces. Both together: anyone may " +
      "sell, and half of the settlements of a day are kept for the sellers that are named, who also always find a place for " +
      "an upload.",
    default: "open",
  },
  ADMINS: {
    parser: addresses,
    what: "Wallet addresses of the operators.",
    default: "",
    defaultInWords: "nobody",
  },
  MIN_PRICE: {
    parser: lowestPrices,
    what: "The lowest price in USD, above 0: one for all, or by chain id. Free files are always possible.",
    example: "0.05 1:10",
    default: LOWEST_PRICE,
    defaultInWords: `\`${LOWEST_PRICE}\`; where this server pays the fees at least what they may come to: ${knownLowest}`,
  },
  MAX_FILE_SIZE: {
    parser: sizeAboveZero,
    what: "The largest file, in bytes or with a unit.",
    example: "500MB",
    default: "20GiB",
  },
  MIN_FREE_SPACE: {
    parser: size,
    what: "Uploads stop before less than this is left on the disk.",
    default: "1GiB",
  },
  OPERATOR_NAME: {
    parser: shortText,
    what: "Shown to visitors: who runs this server.",
  },
  OPERATOR_CONTACT: {
    parser: shortText,
    what: "Shown to visitors: how to reach whoever runs it, such as an e-mail address.",
  },
  TERMS_URL: {
    parser: webAddress,
    what: "Shown to visitors: where the terms of this server are.",
  },
  WALLETCONNECT_PROJECT_ID: {
    parser: walletConnectProject,
    what: "Lets phone wallets connect by QR code: a project id of WalletConnect. Its package is not installed by default.",
    secret: true,
  },
  METRICS_TOKEN: {
    parser: metricsToken,
    what:
      "What a monitoring program shows as a bearer token to read `/metrics`. Without it, only programs on this machine may, " +
      "and not through a proxy. At least 16 characters; make one with `openssl rand -hex 32`.",
    secret: true,
  },
  LOG_LEVEL: {
    parser: logLevel,
    what: "How much the log says: fatal, error, warn, info, debug, trace or silent.",
    default: "info",
  },
} satisfies SettingsByName;
