import type { buy as en } from "@/lib/i18n/messages/en/buy";
import type { SameKeys } from "@/lib/i18n/words";

export const buy: SameKeys<typeof en> = {
  paidIn: "{token} sur {network}",
  pay: "Payer {price}",
  opening: "Ouverture…",
  payOn: "Payer sur",
  notPayable: "Ce fichier ne peut pas être payé sur ce serveur pour le moment.",
  notPayableDetail: "Le vendeur peut y remédier. Revenez plus tard ou écrivez-lui (voir plus bas).",
  partMissing: "La partie paiement de cette page n’a pas pu être chargée.",
  partMissingDetail:
    "Rien n’a été débité. Cette page réessaiera dès le retour de la connexion ; vous pouvez aussi appuyer sur Payer.",
  noScript: "Pour payer sur cette page, il faut JavaScript.",
  noScriptDetail:
    "Activez-le pour cette page puis rechargez-la, ou ouvrez le lien dans un autre navigateur. Un programme peut payer sans lui : voyez les commandes plus bas.",
  offline: "Vous êtes hors connexion.",
  offlineDownload:
    "Ce que vous avez acheté reste à vous. Votre navigateur reprendra le téléchargement au retour de la connexion ; sinon, appuyez de nouveau sur Télécharger. Cela ne coûte rien.",
  downloadFree: "Télécharger",
  freeUntil: "Gratuit jusqu’au {date}.",
};
