import type { payments as en } from "@/lib/i18n/messages/en/payments";
import type { SameKeys } from "@/lib/i18n/words";

export const payments: SameKeys<typeof en> = {
  pay: "Payer {price}",
  confirmInWallet: "Confirmez dans votre portefeuille…",
  confirming: "Confirmation…",
  tryAgain: "Réessayer",
  reload: "Recharger cette page",
  cancel: "Annuler",
  otherWallet: "Utiliser un autre portefeuille",
  alreadyBought: "J’ai déjà acheté ce fichier avec ce portefeuille",
  inUse: "Avec {wallet}, {address}",
  chooseWallet: "Choisissez un portefeuille pour payer",

  stepsLabel: "Paiement",
  waitingForSignature: "En attente de votre signature",
  confirmingStep: "Confirmation",
  signed: "Signé",
  paid: "Payé",
  saidPreparing: "Préparation du paiement.",
  saidSwitch: "Autorisez votre portefeuille à passer sur {network}.",
  saidSign: "Confirmez dans votre portefeuille.",
  saidConfirming: "Signé. Confirmation du paiement.",
  saidPaid: "C’est payé. Merci.",
  walletShows: "Votre portefeuille peut afficher {atomic} : cela signifie {price}, rien de plus.",
  switching:
    "Votre portefeuille demande à passer sur {network}. Autorisez-le pour continuer. S’il ne demande rien, changez vous-même de réseau : cette page le remarquera.",
  lostTitle: "La réponse s’est perdue en route. Nous la redemandons.",
  lostDetail:
    "La même signature est envoyée de nouveau : vous ne paierez pas deux fois. Vous pouvez laisser cette page ouverte.",
  offlineTitle: "Le serveur est injoignable pour le moment.",
  offlineDetail:
    "Rien n’a été signé et rien n’a été débité. Cette page continuera d’elle-même au retour de la connexion.",
  proveTitle: "Ce paiement est confirmé.",
  proveDetail:
    "Signez encore une fois avec le portefeuille qui a payé, pour montrer que c’était vous. Vous ne paierez pas de nouveau.",
  proveButton: "Signer et télécharger",

  warns: "Votre portefeuille affiche un avertissement ?",
  warnsDetail:
    "Certains portefeuilles avertissent pour tout site qu’ils ne connaissent pas, et d’autres montrent un nombre brut. Comparez ce que montre le vôtre avec ceci. Si quelque chose diffère, refusez.",
  signAmount: "Montant",
  signAmountValue: "{amount} {token}, soit {price} (peut s’afficher {atomic})",
  signTo: "Vers l’adresse du vendeur",
  copySeller: "Copier l’adresse du vendeur",
  signToken: "Contrat du jeton sur {network}",
  signOnce:
    "Cela autorise ce seul transfert, une fois, dans les cinq minutes environ. Cela ne donne à personne aucun autre accès à votre portefeuille.",
  signElse:
    "Si votre portefeuille ne vous laisse pas signer, rien n’est débité. Utilisez un autre portefeuille ou payez autrement.",

  changedPrice: "Le vendeur a changé le prix depuis que vous avez ouvert cette page.",
  changedPayee: "Le vendeur a changé la destination de l’argent depuis que vous avez ouvert cette page.",
  changedDetail: "C’était {before} ; c’est maintenant {now} sur {network}. Rien n’a été signé et rien n’a été débité.",

  funds: "Il vous manque {missing} {token} sur {network}.",
  fundsNotice: "Rien n’a été débité ; cette page détectera leur arrivée.",
  fundsSigned:
    "Rien n’a été débité ; cette page détectera leur arrivée et utilisera la signature que vous avez déjà donnée.",
  fundsExpired:
    "Rien n’a été débité ; cette page détectera leur arrivée. Votre signature a expiré : votre portefeuille vous en demandera une autre.",
  fundsSend: "Envoyez des {token} sur {network} à votre propre portefeuille :",
  buyDollars: "L’acheter par carte ou virement",
  buyDollarsDetail:
    "Sur {site}, qui vérifie votre identité et a ses propres frais et son propre minimum. Environ 10 minutes la première fois. Laissez cette page ouverte : elle voit quand l’argent arrive.",
  copyAddress: "Copier votre adresse",
  addressQr: "Afficher l’adresse en code QR",
  addressQrLabel: "Code QR de l’adresse de votre portefeuille",
  getToken: "Où obtenir des {token} sur {network}",
  getFromExchange:
    "Sur une plateforme d’échange, ou dans de nombreux portefeuilles par carte ou virement : achetez des {token}, puis envoyez-les à l’adresse ci-dessus en choisissant le réseau {network}. Sur tout autre réseau, ils n’arriveront pas ici.",
  getFromFriend: "Auprès de toute personne qui a des {token} sur {network} : montrez-lui le code QR.",
  getFromFaucet:
    "{network} est un réseau d’essai. Ses {token} ne valent rien et sont gratuits : demandez-en au <link>robinet de Circle</link>.",
  tokenContract: "Contrat de {token} sur {network}, pour comparer",
  copyToken: "Copier l’adresse du jeton",
  playMoney: "Obtenir de l’argent fictif (démo)",
  playMoneyComing: "L’argent fictif est en route.",
  playMoneySpent: "Le robinet ne donne plus rien à cette adresse pour le moment. Réessayez dans une heure.",
  playMoneyMissing: "Le robinet est injoignable. Réessayez.",

  owedTitle: "Votre paiement est parvenu au vendeur, qui doit vous rembourser.",
  owedDetail:
    "L’exploitant de ce serveur avait arrêté la vente quand il est arrivé. Gardez votre lien de récupération : il ouvrira le fichier si la vente est de nouveau autorisée.",
  pendingTitle: "Nous confirmons votre paiement. Vous ne paierez pas deux fois.",
  pendingAsking: "Nous interrogeons le réseau. Cette page continuera d’elle-même.",
  pendingReverted:
    "Le réseau a rejeté le transfert. Si rien n’est payé d’ici {time}, le paiement aura échoué et vous pourrez payer de nouveau.",
  pendingKeep: "Gardez ce lien : il s’activera dès la confirmation.",
  pendingLater: "Vous pouvez aussi revenir sur cette page plus tard.",
  // a page that broke off
  brokenAsking: "Vérification de votre paiement…",
  brokenPaid: "Payé. Voici votre fichier.",
  brokenDownload: "Télécharger votre fichier",
  brokenRest: "Votre achat vous reste acquis. Rechargez cette page pour tout revoir.",
  brokenTaken: "Rechargez cette page : elle montre comment ouvrir votre fichier. Vous ne paierez pas une seconde fois.",
  brokenNothing: "Rien n’a été débité.",
  brokenUnknown: "Nous ne savons pas encore si votre paiement a abouti.",
  brokenUnknownWhy:
    "Le serveur ne répond pas. Cette page continue de l’interroger. Ne payez pas autrement avant d’avoir sa réponse.",
  sendToMyself: "Me l’envoyer",
  copyRecovery: "Copier le lien de récupération",

  phoneTitle: "Payez avec votre téléphone",
  phoneDetail: "Scannez ceci avec votre téléphone, puis ouvrez la page dans l’application de votre portefeuille.",
  phoneQrLabel: "Code QR de cette page",
  copyLink: "Copier le lien",
  computerTitle: "Installez un portefeuille dans ce navigateur",
  computerDetail: "Installez-en un, ajoutez des {token} sur {network}, puis rechargez cette page.",
  programTitle: "Payer depuis un programme",
  programDetail:
    "Tout client x402 peut payer ce lien. Avec Node, par exemple, et la clé du portefeuille qui paie dans PAYER_KEY :",
  programLook: "Pour voir seulement ce qui est demandé :",
  copyCommand: "Copier la commande",
  copyLookCommand: "Copier la commande curl",
  giftTitle: "Pas de portefeuille du tout ?",
  giftDetail: "Le vendeur peut vous donner le fichier par un lien cadeau, qui ne demande aucun portefeuille.",
  giftAsk: "Demander un lien cadeau au vendeur",
  giftNoContact: "Le vendeur n’a pas laissé de contact ici. Demandez là où vous avez trouvé ce lien.",
  giftSubject: "Lien cadeau pour {title}",
  giftBody:
    "Bonjour, j’aimerais avoir ce fichier, mais je n’ai pas de portefeuille. Pouvez-vous me donner un lien cadeau ?",
  moreWays: "Autres façons de payer",

  pageCodeTitle: "La partie de cette page qui communique avec les portefeuilles n’a pas pu être chargée.",
  pageCodeDetail: "Rien n’a été débité. Vérifiez votre connexion et réessayez.",
  updatedTitle: "Le serveur a été mis à jour depuis l’ouverture de cette page.",
  updatedDetail: "Rien n’a été débité. Rechargez la page pour continuer.",
  differsTitle: "Le serveur demande autre chose que ce que montre cette page.",
  differsDetail: "Rien n’a été débité. Rechargez la page pour voir ce qui est demandé maintenant.",
  replacedTitle: "Le vendeur a modifié cette offre depuis que vous avez ouvert cette page.",
  replacedDetail: "Rien n’a été débité. Rechargez la page pour voir ce qui est vendu maintenant.",
  pausedFileTitle: "Le vendeur a mis ce fichier en pause.",
  pausedFileDetail:
    "Rien n’a été débité. Il sera peut-être de nouveau en vente. Si vous l’avez acheté, votre lien de récupération l’ouvre.",
  endedTitle: "Ce fichier n’est plus en vente.",
  endedDetail: "Rien n’a été débité. Si vous l’avez acheté, votre lien de récupération l’ouvre.",
  suspendedTitle: "L’exploitant de ce serveur a suspendu la vente de ce fichier.",
  suspendedDetail: "Rien n’a été débité. Si vous l’avez acheté, votre lien de récupération l’ouvre.",
  removedTitle: "Ce fichier a été retiré.",
  removedDetail: "Rien n’a été débité. Si vous l’avez acheté, votre lien de récupération l’ouvre.",
  goneTitle: "Ce fichier n’est plus conservé ici.",
  goneDetail: "Rien n’a été débité.",
  pausedSalesTitle: "Les ventes sont en pause. Rien n’a été débité.",
  pausedSalesDetail:
    "Ce serveur ne peut pas envoyer de paiements pour le moment. Les acheteurs qui ont payé peuvent toujours télécharger. Réessayez plus tard.",
  tokenPausedDetail:
    "L’émetteur de {token} l’a suspendu sur {network}. Les acheteurs qui ont payé peuvent toujours télécharger. Réessayez plus tard.",
  tokenChangedDetail:
    "{token} a changé sur {network} et ce serveur ne le reconnaît plus. Les acheteurs qui ont payé peuvent toujours télécharger. Réessayez plus tard.",
  clockOffDetail:
    "L’horloge de ce serveur ne correspond pas à celle de {network}. Les acheteurs qui ont payé peuvent toujours télécharger. Réessayez plus tard.",
  nodeBehindDetail:
    "Le dernier bloc que ce serveur voit sur {network} est ancien. Les acheteurs qui ont payé peuvent toujours télécharger. Réessayez plus tard.",
  payeeRefusedTitle: "Le vendeur ne peut pas être payé en ce moment. Rien n’a été débité.",
  payeeRefusedDetail:
    "L’émetteur de {token} ne laisse pas l’adresse du vendeur recevoir sur {network}. Demandez au vendeur, ou réessayez plus tard.",
  blockedTitle: "L’exploitant de ce serveur a bloqué ce portefeuille. Rien n’a été débité.",
  blockedDetail: "Payez avec un autre portefeuille, ou écrivez à l’exploitant.",
  payerRefusedTitle: "Ce portefeuille ne peut pas payer en {token}. Rien n’a été débité.",
  payerRefusedDetail: "L’émetteur de {token} ne le laisse pas payer sur {network}. Payez avec un autre portefeuille.",
  declinedDetail: "Le réseau ou le serveur l’a rejeté. Réessayez, ou utilisez un autre portefeuille.",
  spentTitle: "Plus aucune vente ne peut être réglée ici aujourd’hui. Rien n’a été débité.",
  spentDetail: "Les acheteurs qui ont payé peuvent toujours télécharger. Réessayez demain.",
  chainTitle: "Le réseau est injoignable. Rien n’a été débité.",
  chainDetail: "Les acheteurs qui ont payé peuvent toujours télécharger. Réessayez dans un instant.",
  unavailableTitle: "Le fichier ne peut pas être vendu pour le moment. Rien n’a été débité.",
  unavailableDetail: "Réessayez plus tard.",
  storageFullTitle: "Il n’y a plus de place sur ce serveur. Rien n’a été débité.",
  storageFullDetail: "Réessayez plus tard, ou écrivez à l’opérateur.",
  storageTooLongTitle: "Un fichier ne peut pas être conservé aussi longtemps ici. Rien n’a été débité.",
  storageTooLongDetail: "Choisissez moins de jours.",
  extendingForbiddenTitle: "Seul le vendeur peut conserver ce fichier plus longtemps. Rien n’a été débité.",
  extendingForbiddenDetail: "Demandez-lui de le faire.",
  busyTitle: "Le serveur est occupé. Rien n’a été débité.",
  busyDetail: "Réessayez dans un instant.",
  lateTitle: "La signature est arrivée trop tard.",
  lateDetail:
    "Elle n’est valable que quelques minutes et a expiré. Rien n’a été débité. Réessayez pour en signer une nouvelle.",
  refusedTitle: "Le paiement n’a pas été accepté. Rien n’a été débité.",
  refusedDetail: "La signature ne correspond pas à la demande. Réessayez, ou utilisez un autre portefeuille.",
  ownFileTitle: "Ce portefeuille est celui du vendeur.",
  ownFileDetail: "Rien n’a été débité. Payez avec un autre portefeuille.",
  walletTitle: "Ce portefeuille ne peut pas payer ici.",
  walletDetail:
    "Le compte dans {wallet} est un contrat sur {network} qui ne confirme pas les signatures (ERC-1271) : le jeton refuserait son paiement. Rien n’a été signé et rien n’a été débité. Payez avec un autre portefeuille ou compte.",
  walletLateDetail:
    "Son compte est un contrat dont {token} n’accepte pas la signature sur {network}. Rien n’a été débité. Payez avec un autre portefeuille ou compte.",
  unrecordedTitle: "Le réseau montre que vous avez payé, mais ce serveur n’en a pas trace.",
  unrecordedDetail:
    "Ne payez pas une seconde fois. Écrivez au vendeur en indiquant la transaction que montre votre portefeuille.",
  notPaidTitle: "Le paiement n’a pas abouti.",
  notPaidDetail: "Le réseau montre qu’aucun argent n’a bougé. Rien n’a été débité.",
  refundedTitle: "Le vendeur a remboursé ce paiement.",
  refundedDetail: "Vous pouvez acheter le fichier de nouveau.",
};
