export const complaints = {
  // the buyer
  problem: "Problem with this file?",
  intro:
    "Write to the seller. They see your message, this payment and the address of the wallet that paid. They can send you another file or a refund.",
  contact: "You can also reach the seller here: {contact}",
  text: "What is wrong?",
  replyTo: "Where can the seller answer you? (optional)",
  replyToHint: "An e-mail address or a name in a chat app. Only the seller gets it.",
  send: "Send to the seller",
  sent: "Sent. The seller sees it on their dashboard.",
  sentNoReply: "You left no address for an answer, so look at this page again in a few days.",
  tooOften: "The seller has your messages. You can write three times a day about one purchase.",
  // the seller
  listTitle: "{count, plural, one {# buyer has a problem} other {# messages from buyers with a problem}}",
  about: "{file}, paid {price} by {payer}, {date}",
  answerTo: "Answer to: {contact}",
  noAnswer: "The buyer left no address for an answer.",
  done: "Mark as done",
  undo: "Undo",
  markedDone: "Marked as done.",
  more: "There are more: they appear as you finish these.",
} as const;
