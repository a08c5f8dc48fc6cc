import { accent } from "@/lib/settings/parsers/accent";
import { addresses, sellers } from "@/lib/settings/parsers/accounts";
import { logLevel } from "@/lib/settings/parsers/machine";
import { metricsToken, walletConnectProject } from "@/lib/settings/parsers/secrets";
import { shortText } from "@/lib/settings/parsers/text";
import { webAddress } from "@/lib/settings/parsers/urls";
import type { SettingsByName } from "@/lib/settings/setting";

export const whoAndWhat = {
  SELLERS: {
    parser: sellers,
    what:
      "Who may sell: `open` (anyone with a wallet), or addresses separated by commas or spaces. Both together: anyone may " +
      "sell, and half of the settlements of a day are reserved for the sellers in the list, who can also always upload.",
    default: "open",
  },
  ADMINS: {
    parser: addresses,
    what:
      "Wallets of the operators, separated by commas or spaces: they may sign in at `/operator`, see all sellers and files, and " +
      "stop sales. A wallet that is a contract counts on the first of `NETWORKS` only.",
    default: "",
    defaultInWords: "nobody",
  },
  OPERATOR_NAME: {
    parser: shortText,
    what: "Shown to visitors: who runs this server.",
  },
  ACCENT: {
    parser: accent,
    what:
      "The colour of buttons and links, as # and six hexadecimal digits. White text on it has to be readable; the colours of " +
      "dark pages are derived from it. A seller may choose another one for the pages of files.",
    example: "#1d4ed8",
    defaultInWords: "the green of Filekiosk",
  },
  OPERATOR_CONTACT: {
    parser: shortText,
    what: "Shown to visitors: how to reach the operator, such as an e-mail address.",
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
      "The bearer token that a monitoring program needs to read `/metrics`. Without it, only programs on this machine may " +
      "read it, and not through a proxy. At least 16 characters; make one with `openssl rand -hex 32`.",
    secret: true,
  },
  LOG_LEVEL: {
    parser: logLevel,
    what: "The level of the log: fatal, error, warn, info, debug, trace or silent.",
    default: "info",
  },
} satisfies SettingsByName;
