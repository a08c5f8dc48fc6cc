import "server-only";
import type { Check } from "@/lib/doctor/check";
import { fine, trouble } from "@/lib/doctor/finding";
import { isSettingName, settingNames } from "@/lib/settings/names";

/** First words of settings that no other program's variables begin with. */
const OURS = [
  ...["ADMINS", "CDP", "DEPLOYMENTS", "DOWNLOAD", "DOWNLOADS", "EIP6492", "FACILITATOR", "FILEKIOSK", "GAS", "METRICS"],
  ...["OPERATOR", "PAYER", "SELLERS", "SETTLEMENTS", "TRUSTED", "WALLETCONNECT"],
];

/** Variables that can only be meant for this program and that it does not know. The start refuses only those that look mistyped. */
export const unknownSettings: Check = {
  name: "unknown-settings",
  run({ env }) {
    const unknown = Object.entries(env)
      .filter(([name, value]) => value?.trim() && OURS.includes(firstWord(name)) && !isSettingName(name))
      .map(([name]) => name);
    if (unknown.length === 0)
      return [fine("unknown-settings", "No variable is set that looks like a setting and is none.")];
    return unknown.map((name) => {
      const like = settingNames.filter((one) => firstWord(one) === firstWord(name));
      const fix = like.length > 0 ? `Remove it, or rename it to one of: ${like.join(", ")}.` : "Remove it.";
      return trouble("setting-unknown", {
        about: name,
        words: `There is no setting ${name}, so it does nothing.`,
        fix,
      });
    });
  },
};

const firstWord = (name: string) => name.split("_", 1)[0] ?? "";
