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
  sentNoReply: "Vous n’avez pas laissé d’adresse de réponse : revenez voir cette page dans quelques jours.",
  tooOften: "Le vendeur a vos messages. Vous pouvez écrire trois fois par jour au sujet d’un achat.",
  // the seller
  listTitle: "{count, plural, one {# acheteur a un problème} other {# messages d’acheteurs qui ont un problème}}",
  about: "{file}, payé {price} par {payer}, {date}",
  answerTo: "Répondre à : {contact}",
  noAnswer: "L’acheteur n’a pas laissé d’adresse de réponse.",
  done: "Marquer comme réglé",
  undo: "Annuler",
  markedDone: "Marqué comme réglé.",
  more: "Il y en a d’autres : ils apparaissent à mesure que vous réglez ceux-ci.",
};
