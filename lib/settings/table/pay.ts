import { privateKey } from "@/lib/settings/parsers/accounts";
import type { SettingsByName } from "@/lib/settings/setting";

/** Only commands read it, not the server; it is in the table so that a `.env` file may contain it. */
export const pay = {
  PAYER_KEY: {
    parser: privateKey,
    what: "The private key of the wallet that pays. Better in a file of its own.",
    secret: true,
  },
} satisfies SettingsByName;
