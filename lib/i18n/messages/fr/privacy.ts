import type { privacy as en } from "@/lib/i18n/messages/en/privacy";
import type { SameKeys } from "@/lib/i18n/words";

export const privacy: SameKeys<typeof en> = {
  title: "Vos données",
  what: "Tout ce que cette boutique conserve sur ce portefeuille, dans un seul fichier JSON.",
  download: "Télécharger mes données",
  erase: "Effacer mes données",
  cancel: "Les garder",
  confirm: "Effacer",
  eraseTitle: "Effacer vos données ?",
  sellerErases:
    "Tous vos fichiers sont retirés de la vente. Votre nom, votre contact, votre note sur les remboursements, les descriptions des fichiers, les noms de vos liens cadeaux, les messages que vous avez traités et les adresses où vous êtes prévenu sont supprimés. C’est définitif.",
  sellerKeeps:
    "Ce qui reste : vos ventes et remboursements, qui sont des pièces comptables, avec l’adresse de votre portefeuille et ce qui a été promis aux acheteurs. Les acheteurs gardent leurs téléchargements jusqu’à la date annoncée, avec les titres et les noms des fichiers. Les messages ouverts restent jusqu’à ce qu’ils soient traités. De chaque adresse e-mail, il reste une empreinte que personne ne peut lire, pour qu’elle ne reçoive pas de messages contre le gré de son titulaire. Rien ne peut être effacé du réseau.",
  buyerErases:
    "Vos messages aux vendeurs, avec les adresses de réponse, et les adresses e-mail où vous êtes prévenu sont supprimés. Vos paiements échoués le sont aussi, dès qu’ils ne peuvent plus déplacer d’argent. C’est définitif.",
  buyerKeeps:
    "Ce qui reste : vos achats payés et remboursements, qui sont des pièces comptables des vendeurs, et votre accès aux fichiers. De chaque adresse e-mail, il reste une empreinte que personne ne peut lire, pour qu’elle ne reçoive pas de messages contre le gré de son titulaire. Rien ne peut être effacé du réseau.",
};
