import type { bundles as en } from "@/lib/i18n/messages/en/bundles";
import type { SameKeys } from "@/lib/i18n/words";

export const bundles: SameKeys<typeof en> = {
  // the page of a bundle
  inside: "{count, plural, one {# fichier vendu} other {# fichiers, vendus ensemble}}",
  payOnce: "Vous payez une seule fois et téléchargez chaque fichier séparément, ou tous dans une même archive.",
  closed_withheld: "Fermé par l’opérateur de ce serveur",
  closed_suspended: "L’opérateur de ce serveur a arrêté sa vente",
  closed_removed: "Retiré par le vendeur",
  closed_gone: "N’est plus conservé ici",
  closed_ending: "L’opérateur de ce serveur met fin à son stockage",
  manifest: "SHA-256 de la liste des fichiers",
  // what a buyer has
  allAsOne: "Tout dans une archive",
  oneByOne: "Ou un par un",
  getOne: "Télécharger {name}",
  getIt: "Télécharger",
  // selling
  filesTogether: "{count, plural, one {# fichier} other {# fichiers ensemble}}",
  titleOfAll: "Titre",
  titleNeeded: "Écrivez un titre, pour que l’acheteur sache ce qu’il reçoit.",
  tooMany: "On peut vendre ensemble {max} fichiers au plus. Retirez-en, ou mettez-les dans une archive.",
};
