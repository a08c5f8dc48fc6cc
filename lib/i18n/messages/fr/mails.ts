import type { mails as en } from "@/lib/i18n/messages/en/mails";
import type { SameKeys } from "@/lib/i18n/words";

export const mails: SameKeys<typeof en> = {
  sold: "Vendu : {title}",
  soldText: "Quelqu’un a acheté {title} pour {amount} sur {network}. L’argent a été versé directement à {payTo}.",
  complaint: "Un acheteur a écrit à propos de {title}",
  complaintText: "Le message et la façon d’y répondre sont dans votre tableau de bord.",
  refunded: "Remboursé : {title}",
  refundedText: "{amount} pour {title} ont été rendus à l’acheteur sur {network}.",
  saleEnds:
    "{days, plural, one {Plus qu’un jour : {title}} many {Plus que # jours : {title}} other {Plus que # jours : {title}}}",
  saleEndsText: "{title} est en vente jusqu’au {date}. Vous pouvez prolonger la vente dans votre tableau de bord.",
  storageEnds:
    "{days, plural, one {Conservé encore un jour : {title}} many {Conservé encore # jours : {title}} other {Conservé encore # jours : {title}}}",
  storageEndsText:
    "{title} est conservé jusqu’au {date}, puis ses octets seront supprimés. Vous pouvez le remettre en vente dans votre tableau de bord.",
  keptEndsText:
    "{title} est conservé jusqu’au {date}, puis ses octets seront supprimés. Vous ou toute autre personne pouvez payer une durée supplémentaire sur sa page.",
  domainMissing: "{domain} : l’enregistrement manque",
  domainMissingText:
    "L’enregistrement DNS qui prouve que {domain} vous appartient est introuvable. S’il n’est pas rétabli d’ici le {date}, les acheteurs ne verront plus ce domaine à côté de votre nom.",
  domainWithdrawn: "{domain} n’est plus affiché",
  domainWithdrawnText:
    "L’enregistrement DNS qui prouvait que {domain} vous appartient manque toujours : les acheteurs ne voient plus ce domaine à côté de votre nom. Rétablissez-le, puis vérifiez-le dans les réglages pour prouver de nouveau le domaine.",
  storageEnded: "Fin de la conservation : {title}",
  storageEndedText:
    "L’exploitant de cette boutique cesse de conserver {title} le {date}. Ses octets seront alors supprimés, sauf pour les acheteurs qui peuvent encore le télécharger. Personne ne peut payer de durée supplémentaire.",
  bytesLost: "Perdu : {title}",
  bytesLostText:
    "Cette boutique a perdu des octets de {title}. Il n’est plus en vente et ce qui est perdu ne peut plus être téléchargé.",
  paidBack:
    "L’exploitant doit ce qui a été payé pour les jours non utilisés et le rend aux portefeuilles qui ont payé.",
  suspended: "Suspendu : {title}",
  suspendedText:
    "L’exploitant de cette boutique a arrêté la vente de {title}. Les motifs et la voie de recours sont dans votre tableau de bord.",
  withheld: "Bloqué : {title}",
  withheldText:
    "L’exploitant de cette boutique a fermé {title} à tous, acheteurs compris. Les motifs et la voie de recours sont dans votre tableau de bord.",
  lifted: "De nouveau accessible : {title}",
  liftedText: "L’exploitant de cette boutique a levé une décision antérieure concernant {title}.",
  deleted: "Supprimé : {title}",
  deletedText:
    "L’exploitant de cette boutique a supprimé {title}. Les motifs et la voie de recours sont dans votre tableau de bord.",
  sellerSuspended: "Vos ventes ont été arrêtées",
  sellerSuspendedText:
    "L’exploitant de cette boutique a arrêté toutes vos ventes. Les motifs et la voie de recours sont dans votre tableau de bord.",
  sellerLifted: "Vous pouvez de nouveau vendre",
  sellerLiftedText: "L’exploitant de cette boutique a levé l’arrêt de vos ventes.",
  reportDecided: "Votre signalement {number} a été traité",
  reportDecidedText:
    "Vous avez signalé un fichier sur {shop}. Son exploitant a pris une décision. Les motifs, et comment faire recours, figurent sur la page de suivi du signalement {number} : utilisez le lien qui vous a été donné.",
  appealDecided: "Votre recours a été traité",
  appealReversedText:
    "L’exploitant de cette boutique a modifié sa décision. Les motifs figurent sur votre tableau de bord.",
  appealUpheldText:
    "L’exploitant de cette boutique a maintenu sa décision. Les motifs figurent sur votre tableau de bord.",
  toDashboard: "Ouvrir le tableau de bord",
  confirm: "Confirmez cette adresse",
  confirmText:
    "Quelqu’un a saisi cette adresse sur {shop} pour être informé des fichiers qu’il y vend. Si c’était vous, confirmez-la dans les 24 heures. Sinon, ne faites rien : vous ne recevrez plus rien.",
  confirmAction: "Confirmer",
  yourFile: "Votre fichier : {title}",
  yourFileText:
    "Une personne qui a acheté {title} sur {shop} a saisi cette adresse. Le lien ouvre le fichier une seule fois, dans les 24 heures. L’ouvrir confirme l’adresse : nous vous signalerons alors aussi une nouvelle version, une réponse, un remboursement et la fin prochaine du téléchargement.",
  yourFileNot: "Si ce n’était pas vous, ne faites rien : vous ne recevrez plus rien.",
  openFile: "Ouvrir le fichier",
  newVersion: "Une nouvelle version de {title}",
  newVersionText:
    "Le vendeur a remplacé {title}, que vous avez acheté. Le lien ouvre la nouvelle version une seule fois, dans les 24 heures.",
  downloadEnds: "Votre téléchargement de {title} se termine bientôt",
  downloadEndsText:
    "Vous pouvez télécharger {title} jusqu’au {date}. Le lien l’ouvre une seule fois, dans les 24 heures.",
  newLink: "Un nouveau lien vers {title}",
  newLinkText: "Le lien ouvre {title} une seule fois, dans les 24 heures.",
  answered: "Le vendeur de {title} vous a répondu",
  answeredText:
    "Vous avez écrit au vendeur de {title}, acheté sur {shop}. Le lien ouvre le fichier une seule fois, dans les 24 heures, avec la réponse en dessous.",
  answeredElsewhere:
    "Vous avez écrit au vendeur de {title}, acheté sur {shop}. Connectez-vous à Mes achats avec le portefeuille qui a payé pour lire la réponse.",
  toPurchases: "Ouvrir Mes achats",
  yourRefund: "Votre remboursement pour {title}",
  yourRefundText: "Le vendeur a rendu {amount} pour {title} sur {network}. Transaction : {transaction}",
  closedFile: "Fermé pour le moment : {title}",
  closedFileText:
    "L’exploitant de cette boutique a fermé {title}, que vous avez acheté : personne ne peut le télécharger. Votre délai de téléchargement est suspendu. Pour un remboursement, adressez-vous au vendeur ; la page du fichier indique comment.",
  openAgain: "De nouveau ouvert : {title}",
  openAgainText: "Vous pouvez de nouveau télécharger {title}. Le temps perdu a été ajouté.",
  toFile: "Vers la page du fichier",
  reports:
    "{count, plural, one {Un nouveau signalement} many {# nouveaux signalements} other {# nouveaux signalements}}",
  reportsText:
    "{count, plural, one {Un signalement ou un recours attend} many {# signalements ou recours attendent} other {# signalements ou recours attendent}} votre décision.",
  toOperator: "Ouvrir la page de l’exploitant",
  gasLow: "Peu de gaz sur {place}",
  gasLowText:
    "Le compte de gaz sur {place} est presque vide. Une fois vide, les ventes s’y arrêtent. `npm run doctor` indique ce qu’il reste et où en envoyer.",
  budgetSpent: "Un budget est épuisé : {place}",
  budgetSpentText:
    "Une limite des dernières 24 heures est atteinte ({place}) : certaines ventes sont refusées en attendant. `npm run doctor` indique laquelle et pourquoi.",
  salesPaused: "Les ventes sont en pause sur {place}",
  salesPausedText:
    "Rien ne peut être réglé sur {place} pour l’instant : personne n’est invité à y payer. `npm run doctor` dit pourquoi.",
  diskLow: "Le disque est presque plein",
  diskLowText:
    "Bientôt plus personne ne pourra envoyer de fichier, puis les ventes s’arrêteront. `npm run doctor` indique la place restante.",
  backupOld: "Il n’y a pas de sauvegarde récente",
  backupOldText:
    "Ce qui a été vendu ou publié depuis la dernière ne se trouve que sur ce disque. `npm run doctor` dit quoi faire.",
  settlementStuck: "Des paiements sont bloqués sur {place}",
  settlementStuckText:
    "L’issue de paiements sur {place} reste introuvable alors qu’ils ont expiré. Quelqu’un a peut-être payé et attend. `npm run doctor` dit quoi regarder.",
  testMail: "Un essai",
  testMailText: "Si vous lisez ceci, {shop} peut envoyer des e-mails.",
  whySeller: "Vous l’avez demandé à {shop} dans votre tableau de bord.",
  whyBuyer: "Vous avez laissé cette adresse sur {shop} après un achat.",
  whyReporter:
    "Vous avez laissé cette adresse sur {shop} en signalant un fichier. Vous ne recevrez aucun autre message.",
  stop: "Ne plus rien m’envoyer",
  moment: "{day} à {time} UTC",
};
