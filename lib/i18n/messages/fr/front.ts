import type { front as en } from "@/lib/i18n/messages/en/front";
import type { SameKeys } from "@/lib/i18n/words";

export const front: SameKeys<typeof en> = {
  zero: "0 %",
  zeroWords: "prélevé sur une vente : l’acheteur paie directement votre portefeuille",
  lowestWords: "est le prix le plus bas : ni minimum de carte, ni frais",
  largestWords: "par fichier, envoyé en parties qui survivent à une coupure",
  exampleAlt: "Un exemple de page finie, telle qu’un téléphone la montre",
  exampleTitle: "Quiet Harvest",
  exampleWords: "Un court roman en douze lettres. PDF, 148 pages.",
  exampleSeller: "Ana Lindqvist",
  exampleReady: "À vous tout de suite",
  exampleFee: "Ni frais, ni compte",
  examplePay: "Payer {price}",
  exampleNote: "Votre page, prête en une minute",
  needTitle: "Ce qu’il faut à votre acheteur",
  walletTitle: "Un portefeuille",
  walletWords: "Une application gratuite ou une extension du navigateur. La page aide ceux qui n’en ont pas.",
  moneyTitle: "Des {token}, dollars numériques",
  moneyWords: "Autant que le prix, sur {network}. Il n’y a pas de frais de réseau.",
  signTitle: "Une signature",
  signWords: "Ni compte ni carte. Le fichier arrive quelques secondes plus tard.",
  programs:
    "Les programmes peuvent acheter aussi : le même lien est une page pour les personnes et donne le prix aux clients x402.",
};
