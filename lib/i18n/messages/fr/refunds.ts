import type { refunds as en } from "@/lib/i18n/messages/en/refunds";
import type { SameKeys } from "@/lib/i18n/words";

export const refunds: SameKeys<typeof en> = {
  refund: "Rembourser",
  refundDue: "Remboursement dû",
  refundOf: "Rembourser le paiement de {title}",
  title: "Rembourser ce paiement",
  what: "Votre portefeuille renvoie l’argent à {payer}, le portefeuille qui a payé, sur {network}. Vous ne payez pas de frais de réseau.",
  amount: "Montant",
  amountHint: "Payé : {amount}. Un paiement ne peut être remboursé qu’une fois.",
  amountWrong: "Écrivez un montant de 0,000001 à {most}.",
  access: "L’accès de l’acheteur",
  keeps: "L’acheteur garde le fichier",
  ends: "L’accès prend fin avec le remboursement",
  endsHint: "Ce qui a déjà été téléchargé reste à l’acheteur.",
  sign: "Rembourser {amount}",
  signing:
    "Votre portefeuille demande une signature. Il peut afficher {atomic} : cela signifie {amount} pour l’acheteur, rien de plus.",
  wrongWallet:
    "Votre portefeuille est sur un autre compte. Un remboursement part de {address}, de votre adresse de versement ou du portefeuille de votre connexion.",
  confirming: "Le remboursement est en cours de confirmation. Il ne partira pas deux fois.",
  done: "{amount} ont été rendus à l’acheteur.",
  failed: "Le remboursement n’a pas abouti. Rien n’a été envoyé.",
  close: "Fermer",
  refunding: "Remboursement en cours",
  refundedPart: "{amount} remboursés",
  boughtEnded: "Le vendeur a remboursé votre paiement, et votre accès a pris fin.",
  seeReceipt: "Voir le reçu",
  policyNone:
    "Les remboursements dépendent du vendeur : le paiement lui parvient directement, et personne d’autre ne peut le reprendre.",
  policyNoRefunds:
    "Le vendeur ne rembourse pas. Le paiement lui parvient directement, et personne d’autre ne peut le reprendre.",
  policyIfFaulty:
    "Le vendeur promet un remboursement si le fichier est défectueux ou différent de sa description. Le paiement lui parvient directement.",
  policyWithin14Days:
    "Le vendeur promet un remboursement sous 14 jours, sans condition. Le paiement lui parvient directement.",
  contact: "Contacter le vendeur : {contact}",
};
