import type { trial as en } from "@/lib/i18n/messages/en/trial";
import type { SameKeys } from "@/lib/i18n/words";

export const trial: SameKeys<typeof en> = {
  test: "Essai : aucun argent n’est déplacé",
  what: "Vous voyez ce que voit un acheteur. Rien n’est payé, compté ni envoyé, et aucun achat n’est fait.",
  finished: "Un acheteur aurait maintenant le fichier. Rien n’a été payé, compté ni envoyé.",
  wallets:
    "Choisissez un portefeuille pour voir ce qu’il demande, ou continuez sans. Il signe seulement un court texte, jamais un paiement.",
  without: "Continuer sans portefeuille",
  signs: "Votre portefeuille montre un court texte. Celui d’un acheteur montre le paiement décrit ici.",
  message: "Achat d’essai sur {host}",
  messageWhat:
    "Le vendeur essaie l’achat d’un fichier. Cette signature ne déplace aucun argent, n’ouvre rien et ne connecte personne.",
  paid: "Voici la fin : « Payé. Merci. »",
  alsoGets: "Un acheteur reçoit aussi ici",
  getsLink: "un lien de récupération, qui ouvre le fichier sur tout appareil",
  getsReceipt: "un reçu avec le paiement et l’empreinte du fichier",
  getsHelp: "un formulaire pour vous écrire",
  again: "Refaire l’essai",
  signedOut: "Vous n’êtes plus connecté.",
  signIn: "Se connecter",
};
