import type { sessions as en } from "@/lib/i18n/messages/en/sessions";
import type { SameKeys } from "@/lib/i18n/words";

export const sessions: SameKeys<typeof en> = {
  title: "Où vous êtes connecté",
  program: "Un programme ou un navigateur inconnu",
  thisOne: "ce navigateur",
  since: "Connexion : {begun}, dernière utilisation vers {seen}",
  end: "Déconnecter",
  endAll: "Se déconnecter partout",
  endAllWhat: "Y compris dans ce navigateur. Les liens de récupération et les achats de vos navigateurs restent.",
};
