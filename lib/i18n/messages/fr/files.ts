import type { files as en } from "@/lib/i18n/messages/en/files";
import type { SameKeys } from "@/lib/i18n/words";

export const files: SameKeys<typeof en> = {
  soldBy: "Vendu par {seller}",
  version: "version {number}, depuis le {day}",
  fileName: "Nom du fichier",
  sha256: "SHA-256",
  sha256Hidden: "Affiché après le paiement : le fichier est si petit que son empreinte le trahirait.",
  deleted: "Supprimé",
  storedUntil: "Conservé au moins jusqu’au",
  paidTo: "Payé à",
  seller: "Vendeur",
  copySeller: "Copier l’adresse du vendeur",
  tokenOn: "{symbol} sur {network}",
  commandLine: "En ligne de commande",
  problem: "Un problème avec ce fichier ?",
  problemWords: "Le vendeur répond du fichier et décide des remboursements. Son portefeuille est",
  problemOperator: "Ou <link>écrivez à l’exploitant de ce serveur</link>.",
  report: "Signaler ce fichier",
  mailProblem: "Problème avec un fichier : {title}",
  goneTitle: "Ce fichier n’est plus conservé ici.",
  goneWords:
    "La vente et toutes les périodes de téléchargement sont terminées, et le fichier a été supprimé le {date}. Son SHA-256 reste affiché ci-dessous pour que vous puissiez vérifier une copie.",
  lostTitle: "Ce serveur a perdu ce fichier.",
  lostWords:
    "Son exploitant a constaté le {date} que les octets ont disparu : il ne peut plus être acheté ni téléchargé. Si vous l’avez acheté, écrivez au vendeur. Son SHA-256 reste affiché ci-dessous pour que vous puissiez vérifier une copie.",
  pausedTitle: "Le vendeur a mis ce fichier en pause.",
  pausedWords: "Il sera peut-être de nouveau en vente : gardez le lien.",
  endedTitle: "Ce fichier n’est plus en vente.",
  endedWords: "Il était en vente jusqu’au {date}.",
  suspendedTitle: "L’exploitant de ce serveur a suspendu la vente de ce fichier.",
  suspendedWords: "Il ne peut pas être acheté pour le moment.",
  withheldTitle: "L’exploitant de ce serveur a fermé l’accès à ce fichier.",
  withheldWords:
    "Personne ne peut l’acheter ni le télécharger pour le moment. Si vous l’avez acheté, votre délai de téléchargement est suspendu.",
  removedTitle: "Ce fichier a été retiré.",
  removedWords: "Il n’est plus en vente.",
  bought: "Si vous l’avez acheté, ouvrez votre lien de récupération pour le télécharger.",
  free: "Gratuit",
  notOnSale: "Pas en vente pour le moment",
  cardAlt: "{title} : {price}. {facts}. {seller}.",
};
