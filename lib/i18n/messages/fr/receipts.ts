import type { receipts as en } from "@/lib/i18n/messages/en/receipts";
import type { SameKeys } from "@/lib/i18n/words";

export const receipts: SameKeys<typeof en> = {
  title: "Reçu",
  paid: "Payé",
  paidOn: "{amount} sur {network} ({id}), {date}",
  file: "Fichier",
  fileFacts: "{name}, {size}",
  fileFactsVersion: "{name}, {size}, version {version}",
  downloadUntil: "Téléchargeable jusqu’au",
  transaction: "Transaction",
  copyTransaction: "Copier la transaction",
  explorer: "La voir dans l’explorateur de blocs",
  block: "Bloc {number}",
  from: "De (l’acheteur)",
  copyFrom: "Copier l’adresse du payeur",
  to: "À (le vendeur)",
  copyTo: "Copier l’adresse du bénéficiaire",
  hash: "SHA-256 du fichier",
  copyHash: "Copier le SHA-256",
  refundTerms: "Remboursement, comme convenu à l’achat",
  refundTermsNone: "Au choix du vendeur : rien n’a été promis.",
  refundTermsNoRefunds: "Le vendeur ne rembourse pas.",
  refundTermsIfFaulty: "Promis si le fichier est défectueux ou différent de sa description.",
  refundTermsWithin14Days: "Promis sous 14 jours, sans condition.",
  refund: "Remboursé",
  refundOn: "{amount}, {date}",
  copyRefund: "Copier la transaction du remboursement",
  payment: "Paiement",
  copyPayment: "Copier l’identifiant du paiement",
  // the page
  print: "Imprimer ou enregistrer en PDF",
  saveJson: "Enregistrer en JSON",
  toFile: "Aller à la page du fichier",
  check: "Vérifiez-le sur la chaîne",
  checkHow:
    "Le paiement se vérifie sans faire confiance à ce site : enregistrez le reçu en JSON, puis lancez cette commande de Filekiosk. Elle interroge le réseau lui-même. Avec <code>--file</code>, elle compare aussi votre fichier.",
  copyCommand: "Copier la commande",
  noneTitle: "Pas de reçu pour l’instant",
  noneWhy:
    "Le réseau a annulé ce paiement en remplaçant quelques-uns de ses derniers blocs. Il peut y être inclus de nouveau, et le reçu sera alors ici. L’accès au fichier n’est pas affecté.",
};
