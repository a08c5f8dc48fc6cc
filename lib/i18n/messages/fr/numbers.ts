import type { numbers as en } from "@/lib/i18n/messages/en/numbers";
import type { SameKeys } from "@/lib/i18n/words";

export const numbers: SameKeys<typeof en> = {
  which: "Voulez-vous dire {whole} ou {fraction} ?",
  wholeFromTo: "Écrivez un nombre entier de {least} à {most}.",
};
