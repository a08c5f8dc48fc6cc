import { privateKey } from "@/lib/settings/parsers/accounts";
import type { SettingsByName } from "@/lib/settings/setting";

/** `npm run pay` reads it, and no server; it stands here so that a `.env` file may hold it. */
export const pay = {
  PAYER_KEY: {
    parser: privateKey,
    what: "The private key that pays. Better in a file of its own.",
    secret: true,
  },
} satisfies SettingsByName;
