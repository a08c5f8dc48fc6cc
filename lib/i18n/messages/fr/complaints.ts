import type { complaints as en } from "@/lib/i18n/messages/en/complaints";
import type { SameKeys } from "@/lib/i18n/words";

export const complaints: SameKeys<typeof en> = {
  // the buyer
  problem: "Un problème avec ce fichier ?",
  intro:
    "Écrivez au vendeur. Il voit votre message, ce paiement et l’adresse du portefeuille qui a payé. Il peut vous envoyer un autre fichier ou vous rembourser.",
  contact: "Vous pouvez aussi joindre le vendeur ici : {contact}",
  text: "Quel est le problème ?",
  replyTo: "Où le vendeur peut-il vous répondre ? (facultatif)",
  replyToHint: "Une adresse e-mail ou un nom dans une messagerie. Seul le vendeur la verra.",
  send: "Envoyer au vendeur",
  sent: "Envoyé. Le vendeur le voit sur son tableau de bord.",
  sentNoReply: "Le vendeur peut répondre ici : revenez voir cette page dans quelques jours.",
  answers: "Le vendeur a répondu",
  tooOften: "Le vendeur a vos messages. Vous pouvez écrire trois fois par jour au sujet d’un achat.",
  report: "Signaler cette réponse",
  // the seller
  listTitle: "{count, plural, one {# acheteur a un problème} other {# messages d’acheteurs qui ont un problème}}",
  about: "{file}, payé {price} par {payer}, {date}",
  answerTo: "Répondre à : {contact}",
  noAnswer: "L’acheteur n’a pas laissé d’adresse de réponse.",
  reply: "Réponse",
  replyHint: "L’acheteur la lit sur la page du fichier et dans Mes achats.",
  sendReply: "Envoyer la réponse",
  answered: "Répondu, et marqué comme réglé.",
  replied: "Vous avez répondu : {reply}",
  toSale: "Voir la vente (remboursement)",
  toFile: "Voir le fichier (nouvelle version, cadeau)",
  done: "Marquer comme réglé",
  undo: "Annuler",
  markedDone: "Marqué comme réglé.",
  replyTooLong: "Une réponse compte {max} caractères au plus, et celle-ci en a {length}. Rien n’a été coupé.",
  answerAgain: "Corriger la réponse",
  openAgain: "Marquer comme non réglé",
  help: "Remboursement, nouvelle version, cadeau",
  doneTitle: "Messages réglés",
  noneDone: "Aucun message n’est encore réglé.",
  olderDone: "Afficher les plus anciens",
  more: "Il y en a d’autres : ils apparaissent à mesure que vous réglez ceux-ci.",
};
