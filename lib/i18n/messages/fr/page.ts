import type { page as en } from "@/lib/i18n/messages/en/page";
import type { SameKeys } from "@/lib/i18n/words";

export const page: SameKeys<typeof en> = {
  readMore: "Lire la suite",
  wallet: "Portefeuille {address}",
  ready: "À vous tout de suite : le téléchargement démarre seul",
  exactly: "Exactement ce prix : ni frais de réseau, ni compte",
  refundNone: "Les remboursements dépendent du vendeur",
  refundNoRefunds: "Le vendeur ne rembourse pas",
  refundIfFaulty: "Remboursé si le fichier est défectueux ou non conforme",
  refundWithin14Days: "Remboursé sous 14 jours, sans motif à donner",
  keep: "À vous pour toujours",
  keepWhileKept: "À vous tant qu’il est conservé, au moins jusqu’au {date}",
  downloadDays: "{count, plural, one {Téléchargeable pendant # jour} other {Téléchargeable pendant # jours}}",
  downloadYears: "{count, plural, one {Téléchargeable pendant # an} other {Téléchargeable pendant # ans}}",
  saleUntil: "en vente jusqu’au {date}",
  noWallet: "Pas encore de portefeuille ?",
  noWalletWhy:
    "Un portefeuille est une application gratuite qui garde des dollars numériques et signe pour vous. Quelques minutes suffisent, une seule fois :",
  noWalletGet: "Choisissez un portefeuille : <link>lequel, et en combien de temps</link>",
  noWalletFill: "Mettez-y {price} de {token} sur {network}",
  noWalletBack: "Revenez sur cette page et appuyez sur Payer",
  boughtBefore: "Déjà acheté ?",
  boughtBeforeWhy: "Vous ne paierez pas deux fois.",
  boughtBeforeHere: "Appuyez sur Payer et choisissez le portefeuille de l’achat : il signe, et rien n’est débité.",
  boughtBeforeLink: "Ou ouvrez votre lien de récupération : il marche sur tout appareil, sans portefeuille.",
  boughtBeforeAll: "Ou voyez <link>tous vos achats</link>.",
  about: "À propos de ce fichier",
  version: "Version",
  versionSince: "{number}, depuis le {day}",
  published: "Publié",
  experts: "Preuves et commandes, pour les spécialistes",
  lookAt: "Voir ce qui est demandé (HTTP 402)",
  payWith: "Payer par un programme (x402)",
  payWithWhy:
    "Tout client x402 peut payer cette adresse. Avec Node, par exemple, et la clé du portefeuille qui paie dans PAYER_KEY :",
};
