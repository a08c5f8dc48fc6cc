import type { sellerPage as en } from "@/lib/i18n/messages/en/sellerPage";
import type { SameKeys } from "@/lib/i18n/words";

export const sellerPage: SameKeys<typeof en> = {
  unverified: "Ce nom n’est pas vérifié.",
  domain: "{domain} ✓ (prouvé par DNS)",
  wallet: "Portefeuille {address}",
  files: "{count, plural, =0 {Rien en vente dans la liste} one {# fichier en vente} other {# fichiers en vente}}",
  empty: "Ce vendeur n’affiche aucun fichier. Ceux qui ne se vendent que par leur lien n’apparaissent pas ici.",
  stopped: "L’exploitant de ce serveur a arrêté les ventes de ce vendeur.",
  stoppedShort: "Ventes arrêtées",
  cardAlt: "Ce que vend {name}",
};
