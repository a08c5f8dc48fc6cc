import type { SameKeys } from "../../words";
import type { ui as en } from "../en/ui";

export const ui: SameKeys<typeof en> = {
  brokenTitle: "Une erreur s’est produite de notre côté",
  brokenWhy:
    "Ce qui était en cours, un paiement ou un remboursement par exemple, a peut-être abouti. Rechargez la page pour voir ce qu’il en est avant de recommencer.",
  tryAgain: "Réessayer",
  paidPartMissing:
    "C’est payé. Merci. Le reste de la page n’a pas pu être chargé : vérifiez votre connexion. Votre achat reste à vous.",
  bytes: "{count, plural, one {# octet} other {# octets}}",
  kilobytes: "{size} ko",
  megabytes: "{size} Mo",
  gigabytes: "{size} Go",
  terabytes: "{size} To",
  perSecond: "{size}/s",
  fewSecondsLeft: "encore quelques secondes",
  secondsLeft: "encore {count} secondes",
  minutesLeft: "{count, plural, one {encore # minute} other {encore # minutes}}",
  hoursLeft: "encore {hours} h",
  hoursMinutesLeft: "encore {hours} h {minutes} min",
  daysLeft: "{count, plural, one {encore # jour} other {encore # jours}}",
  moment: "{day} à {time}",
  shortMoment: "{day}, {time}",
  ebook: "Livre numérique",
  archive: "Archive",
  image: "Image",
  audio: "Audio",
  video: "Vidéo",
  text: "Texte",
  font: "Police de caractères",
  extensionFile: "Fichier {extension}",
  file: "Fichier",
  optional: "(facultatif)",
  done: "(fait)",
  close: "Fermer",
  copied: "Copié",
  copyByHand: "Sélectionnez et copiez à la main",
};
