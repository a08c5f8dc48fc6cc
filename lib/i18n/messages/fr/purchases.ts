import type { purchases as en } from "@/lib/i18n/messages/en/purchases";
import type { SameKeys } from "@/lib/i18n/words";

export const purchases: SameKeys<typeof en> = {
  title: "Mes achats",
  signInWhy:
    "Connectez-vous avec le portefeuille du paiement pour voir tout ce qu’il a acheté ici. Une signature : ni mot de passe, ni compte, et aucun argent ne bouge.",
  signIn: "Connecter le portefeuille",
  noWallet: "Payé sur un autre appareil ? Votre lien de récupération ouvre le fichier sans portefeuille.",
  chooseWallet: "Choisissez le portefeuille du paiement",
  loading: "Chargement de vos achats…",
  tryAgain: "Réessayer",
  failed: "Vos achats n’ont pas pu être chargés.",
  signedIn: "Connecté avec {address}",
  signOut: "Se déconnecter",
  oneNetwork:
    "Ce portefeuille est un contrat : seuls ses achats sur {network} sont affichés. Pour un autre réseau, reconnectez-vous après avoir changé de réseau dans le portefeuille.",
  empty: "Ce portefeuille n’a encore rien acheté ici.",
  emptyWhy:
    "Avez-vous payé avec un autre ? Déconnectez-vous et choisissez-le. Avec un lien de récupération, aucun portefeuille n’est nécessaire.",
  older: "Afficher les achats plus anciens",
  // one purchase
  facts: "{price} sur {network}, {date}",
  fileFacts: "{name}, {size}",
  state_settled: "Payé",
  state_confirming: "Confirmation en cours",
  state_reverted: "Annulé par le réseau",
  state_refunded: "Remboursé",
  access_open: "Téléchargeable jusqu’au {date}.",
  access_kept:
    "Téléchargeable tant qu’il est conservé ici : jusqu’au {date}, ou plus longtemps si quelqu’un paie pour cela.",
  buyAgain: "Vous pouvez le racheter tant qu’il est en vente ici : <link>ouvrir sa page</link>.",
  keepLonger: "Conserver ce fichier plus longtemps",
  partMissing: "Cette partie de la page n’a pas pu être chargée. Rien n’a été débité.",
  access_forGood: "Téléchargeable quand vous voulez, sans date de fin.",
  access_waiting:
    "Nous confirmons votre paiement. Vous ne paierez pas deux fois. Le fichier s’ouvrira ici automatiquement.",
  access_ended: "La période de téléchargement s’est terminée le {date}.",
  access_gone: "Ce fichier n’est plus conservé ici. Le reçu reste disponible.",
  access_revoked: "Le vendeur a mis fin à cet accès.",
  access_withheld:
    "L’exploitant de ce serveur a fermé l’accès à ce fichier. Votre délai de téléchargement est suspendu. Pour un remboursement, adressez-vous au vendeur.",
  "access_refund-due":
    "Votre paiement est arrivé après la suspension de cette vente par l’exploitant. Le vendeur vous doit un remboursement.",
  downloadNamed: "Télécharger {title}",
  receipt: "Reçu",
  newLink: "Nouveau lien de récupération",
  newLinkWhy:
    "L’ancien lien ne peut pas être affiché à nouveau : vous seul l’aviez. Un nouveau ouvre le fichier sur tout appareil, jusqu’au même jour.",
  endOthers: "Désactiver aussi les liens précédents et les navigateurs qui les ont ouverts",
  makeLink: "Créer un nouveau lien",
  linksSpent: "Vous avez créé cinq liens pour cet achat en une journée. Ceux que vous avez fonctionnent toujours.",
  back: "Retour à Mes achats",
};
