import type { recover as en } from "@/lib/i18n/messages/en/recover";
import type { SameKeys } from "@/lib/i18n/words";

export const recover: SameKeys<typeof en> = {
  meta: "Lien de récupération",
  title: "Votre achat",
  noScript: "Les liens de récupération ont besoin de JavaScript.",
  noScriptWhy: "Leur partie secrète n’atteint jamais un serveur d’elle-même. Activez JavaScript pour cette page.",
  opening: "Ouverture de votre lien de récupération…",
  incomplete: "Ce lien de récupération est incomplet.",
  incompleteWhy: "La partie après # manque. Copiez le lien entier là où vous l’avez gardé, puis rouvrez-le.",
  nothing: "Ce lien de récupération n’est pas valide.",
  nothingWhy:
    "Il a peut-être été coupé à la copie, la période de téléchargement est peut-être terminée, ou un lien plus récent l’a peut-être remplacé. Connectez-vous avec le portefeuille du paiement pour retrouver tous vos achats dans <link>Mes achats</link>.",
  withdrawn: "Le vendeur a mis fin à cet accès.",
  withdrawnWhy: "Un achat a été remboursé, ou un cadeau repris.",
  other: "Ce navigateur a déjà ce fichier par un autre achat.",
  otherWhy: "Si ce lien n’est pas le vôtre, gardez ce que vous avez : le lien prendrait sa place dans ce navigateur.",
  keepOwn: "Garder ce que j’ai",
  replaceOwn: "Utiliser plutôt ce lien",
  again: "Réessayer",
  failed: "Le lien n’a pas pu être ouvert à l’instant.",
  confirmingWait: "Cette page ouvrira votre fichier d’elle-même une fois le paiement confirmé.",
  confirmingKeep: "Gardez votre lien : il fonctionnera dès ce moment.",
  now: "Ce navigateur peut maintenant télécharger le fichier, sans le lien.",
  afterwards: "Ce navigateur pourra alors télécharger le fichier, sans le lien.",
  keep: "Gardez le lien pour vos autres appareils.",
  toFile: "Aller à la page du fichier",
  facts: "{name}, {size}",
  shut: "Votre paiement est arrivé, mais ce lien n’ouvre pas le fichier.",
  shutWhy: "Ouvrez la page du fichier avec le portefeuille du paiement. Vous ne paierez pas à nouveau.",
  notPaid: "Votre paiement n’a pas abouti. Rien n’a été débité.",
  notPaidWhy: "Il ne peut plus aboutir : vous pouvez donc payer à nouveau sans risque sur la page du fichier.",
};
