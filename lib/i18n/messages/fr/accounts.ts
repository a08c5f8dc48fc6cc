import type { accounts as en } from "@/lib/i18n/messages/en/accounts";
import type { SameKeys } from "@/lib/i18n/words";

export const accounts: SameKeys<typeof en> = {
  export: "Ventes et remboursements pour votre comptabilité (CSV)",
  help: "Chaque vente et chaque remboursement avec sa date, son montant, son réseau, sa transaction, son acheteur et ce que l’exploitant a payé pour l’envoyer. Les jours sont en UTC. Laissez un jour vide pour tout avoir.",
  from: "Premier jour",
  to: "Dernier jour",
  backwards: "Le dernier jour précède le premier.",
  download: "Télécharger le CSV",
};
