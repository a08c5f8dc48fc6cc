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
  downloadFree: "Télécharger gratuitement",
  freeUntil: "Gratuit jusqu’au {date}.",
  own: "Votre propre fichier",
  ownFree:
    "Toute personne qui a le lien le télécharge gratuitement. Vous pouvez le télécharger pour le vérifier, autant de fois que vous voulez.",
  ownPaid: "Les autres paient {price}. Vous pouvez le télécharger pour le vérifier, autant de fois que vous voulez.",
  ownPaused: "Vous l’avez mis en pause : personne ne peut l’acheter pour le moment.",
  ownEnded: "Sa vente est terminée : personne ne peut plus l’acheter.",
  ownSuspended: "L’exploitant de ce serveur a suspendu sa vente : personne ne peut l’acheter pour le moment.",
  ownRemoved: "Vous l’avez supprimé : personne ne peut plus l’acheter.",
  ownLost: "Ce serveur en a perdu des octets : personne ne peut plus l’acheter.",
  ownStored: "Il est conservé ici au moins jusqu’au {date}.",
  ownStoredForGood: "Il est conservé ici sans date de fin.",
  ownChange: "Changer le prix ou les dates, remplacer, mettre en pause ou supprimer",
  metaFree: "Gratuit · {type}, {size}",
  metaPrice: "{price} · {type}, {size}",
  metaClosed: "Ce fichier n’est pas en vente pour le moment.",
};
