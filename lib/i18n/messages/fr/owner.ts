import type { owner as en } from "@/lib/i18n/messages/en/owner";
import type { SameKeys } from "@/lib/i18n/words";

export const owner: SameKeys<typeof en> = {
  bar: "Votre propre fichier",
  links: "Ce que vous pouvez faire",
  viewing: "Vous voyez votre propre fichier comme les acheteurs le voient.",
  testing: "Vous essayez l’achat de votre fichier. Aucun argent n’est déplacé.",
  edit: "Modifier",
  test: "Achat d’essai",
  endTest: "Terminer l’essai",
};
