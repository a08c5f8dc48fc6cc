import type { shop as en } from "@/lib/i18n/messages/en/shop";
import type { SameKeys } from "@/lib/i18n/words";

export const shop: SameKeys<typeof en> = {
  title: "Fichiers en vente",
  empty: "Rien n’est encore affiché ici.",
  noMore: "Il n’y a pas de fichiers plus anciens.",
  pages: "Pages de la liste",
  newest: "Fichiers les plus récents",
  older: "Fichiers plus anciens",
  free: "Gratuit",
};
