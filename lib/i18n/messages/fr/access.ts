import type { access as en } from "@/lib/i18n/messages/en/access";
import type { SameKeys } from "@/lib/i18n/words";

export const access: SameKeys<typeof en> = {
  cookiesBlocked:
    "Votre navigateur bloque les cookies : cette page oubliera votre achat quand vous la quitterez ou la rechargerez. Gardez le lien de récupération.",
  // what a buyer has
  leaveAddress: "M’envoyer un lien par e-mail",
  paid: "C’est payé. Merci.",
  again: "Vous avez déjà ce fichier. Rien n’a été débité.",
  bought: "Vous avez acheté ce fichier.",
  gift: "Le vendeur vous a offert ce fichier.",
  refunded: "Le vendeur a remboursé votre paiement. Vous pouvez encore télécharger le fichier.",
  download: "Télécharger",
  startsItself: "Le téléchargement démarre tout seul. Sinon, appuyez sur Télécharger.",
  until: "Téléchargeable jusqu’au {date}.",
  asLongAsKept:
    "Téléchargeable tant qu’il est conservé ici : jusqu’au {date}, ou plus longtemps si quelqu’un paie pour cela.",
  forGood: "Téléchargeable quand vous voulez, sans date de fin.",
  calendar: "Ajouter au calendrier",
  calendarTitle: "Dernier jour pour télécharger : {title}",
  calendarText:
    "Ouvrez la page du fichier dans le navigateur du paiement, utilisez votre lien de récupération, ou connectez-vous à Mes achats avec le portefeuille du paiement.",
  // versions
  newVersion:
    "Le vendeur a ajouté une nouvelle version le {date}. Télécharger donne la version {number}, {name}, {size}.",
  version: "Version {number}, {size}, {date}",
  versionPaid: "Version {number}, celle que vous avez payée, {size}, {date}",
  getVersion: "Télécharger la version {number}",
  ownVersion:
    "Vous avez acheté la version {number} : {name}, {size}. Le vendeur en a depuis mis une autre en vente ; vous gardez la vôtre.",
  // receipt
  receipt: "Reçu",
  receiptLoading: "Chargement…",
  receiptFailed: "Le reçu n’a pas pu être chargé. Fermez puis rouvrez pour réessayer.",
  receiptPage: "Imprimer, enregistrer ou vérifier ce reçu",
  // recovery link
  recovery: "Lien de récupération",
  keepLink:
    "Gardez ce lien : il ouvre votre fichier sur tout appareil, sans portefeuille. Toute personne qui l’a peut aussi télécharger.",
  send: "Me l’envoyer",
  copyLink: "Copier le lien de récupération",
  otherDevice: "Ouvrir sur un autre appareil",
  linkQr: "Code QR de votre lien de récupération",
  inApp: "Cette application ne sait peut-être pas enregistrer de fichiers",
  inAppNamed: "{app} ne sait peut-être pas enregistrer de fichiers",
  inAppHow:
    "Envoyez-vous le lien de récupération et ouvrez-le dans le navigateur du téléphone : le fichier s’y télécharge, sans portefeuille.",
  phoneBrowser: "Ouvrir dans le navigateur du téléphone",
  // troubles of a download
  noAccess: "Ce navigateur n’a plus accès au fichier.",
  noAccessDetail:
    "Ouvrez votre lien de récupération, ou connectez-vous à <link>Mes achats</link> avec le portefeuille du paiement. Vous ne paierez pas à nouveau.",
  confirming: "Nous confirmons votre paiement. Vous ne paierez pas deux fois.",
  confirmingDetail: "Réessayez dans un instant.",
  unreachable: "Le serveur est injoignable.",
  unreachableDetail: "Vérifiez votre connexion et réessayez.",
  // open here
  openHere: "Ouvrir ici",
  closeHere: "Fermer",
};
