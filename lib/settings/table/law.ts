import { onOrOff, wholeNumber } from "@/lib/settings/parsers/text";
import { securityContact } from "@/lib/settings/parsers/urls";
import type { SettingsByName } from "@/lib/settings/setting";

export const law = {
  SECURITY_CONTACT: {
    parser: securityContact,
    what:
      "Where flaws in this shop are reported, for `/.well-known/security.txt`: an e-mail address or an `https://` URL. " +
      "Without it, `OPERATOR_CONTACT` is named there if it is one of those.",
    example: "security@shop.example",
  },
  WITHDRAWAL_WAIVER: {
    parser: onOrOff,
    what:
      "`on` asks buyers on the page, before they pay, to agree that the download starts at once and that their right of " +
      "withdrawal ends with it (Directive 2011/83/EU, article 16(m)). The receipt says that they did.",
    default: "off",
  },
  KEEP_COMPLAINTS: {
    parser: wholeNumber(1, 3_650),
    what:
      "How many days a buyer's message to a seller is kept after the seller marked it as done, or after it was sent if " +
      "the seller never did.",
    default: "365",
  },
} satisfies SettingsByName;
