import type { wallets as en } from "@/lib/i18n/messages/en/wallets";
import type { SameKeys } from "@/lib/i18n/words";

export const wallets: SameKeys<typeof en> = {
  allow:
    "Ouvrez {wallet} et autorisez la connexion. S’il est verrouillé, déverrouillez-le. Sa fenêtre se cache peut-être derrière celle-ci.",
  chooseAnother: "Choisir un autre portefeuille",
  partMissing: "La partie portefeuille de cette page n’a pas pu être chargée.",
  partMissingDetail: "Vérifiez votre connexion, fermez cette fenêtre et réessayez.",
  looking: "Recherche de portefeuilles…",
  noneFound: "Aucun portefeuille n’a été trouvé dans ce navigateur.",
  noneInstalled: "Aucun autre portefeuille n’a été trouvé dans ce navigateur.",
  browserWallet: "Portefeuille du navigateur",
  demoWallet: "Portefeuille de démonstration",
  demoDetail: "Une clé d’essai créée dans ce navigateur, avec de l’argent fictif. Elle signe toute seule.",
  demo: "Démo",
  newToWallets: "Vous découvrez les portefeuilles ?",
  newDetail:
    "Un portefeuille est une application ou une extension de navigateur qui garde vos dollars numériques. Il peut être vide : ici, vous ne faites que signer, ce qui ne coûte rien. En voici qui conviennent :",
  newMore: "<link>Ce qu’est un portefeuille, et le temps qu’il faut</link>",
  appTitle: "Ouvrez cette page dans l’application de votre portefeuille",
  appDetail: "Si vous n’avez pas l’application, le même lien y mène.",
  appAgain: "Un fichier choisi ici reste dans ce navigateur : choisissez-le de nouveau là-bas.",
  appOther: "Une autre application : copiez le lien et ouvrez-le dans le navigateur de celle-ci.",
  copyLink: "Copier le lien",

  accountDetail:
    "Rien à installer : une clé d’accès, par exemple votre empreinte ou votre visage, dans une fenêtre de Coinbase.",
  accountFrom: "Un nouveau compte peut payer à partir de {price}.",
  accountTooLow: "Un nouveau compte peut payer à partir de {price} : ici, seul un compte qui a déjà payé peut payer.",
  accountKnown: "Ici, seul un compte qui a déjà payé sur ce réseau peut payer.",
  cheapest: "Le prix le plus bas sur {network} : {usual} avec n’importe quel portefeuille.",
  cheapestNew:
    "Le prix le plus bas sur {network} : {usual} avec n’importe quel portefeuille, {first} pour le premier paiement d’un nouveau Base Account, qui sert aussi à le créer.",

  stepsTitle: "Pas encore de portefeuille ? Trois étapes",
  stepGetAccount: "Obtenez un portefeuille : Base Account, ci-dessus. Environ 1 minute.",
  stepGet: "Obtenez un portefeuille : une application ou une extension de navigateur. Environ 5 minutes.",
  stepFundCard:
    "Ajoutez {price} : par carte, dès que le portefeuille est connecté. Environ 10 minutes la première fois.",
  stepFund:
    "Ajoutez {price} en {token} sur {network} : depuis une plateforme d’échange ou par quelqu’un qui en a. Quelques minutes, ou une journée pour un nouveau compte sur une plateforme.",
  stepBack: "Revenez sur cette page et appuyez sur Payer. Quelques secondes.",

  tapTitle: "Continuer dans {wallet}",
  tapDetail: "Il s’ouvre dans sa propre fenêtre. Les navigateurs n’ouvrent une fenêtre qu’après une pression.",
  tapOpen: "Ouvrir {wallet}",
  blockedTitle: "Votre navigateur n’a pas ouvert la fenêtre du portefeuille.",
  blockedDetail:
    "Autorisez les fenêtres surgissantes de ce site dans votre navigateur puis réessayez, ou utilisez un autre portefeuille. Rien n’a été signé et rien n’a été débité.",
  closedTitle: "La fenêtre du portefeuille a été fermée.",
  closedDetail: "Rien n’a été signé et rien n’a été débité. Réessayez quand vous serez prêt.",

  rejectedTitle: "Vous avez refusé dans votre portefeuille.",
  rejectedConnect: "Rien n’a été partagé. Réessayez quand vous serez prêt.",
  rejectedSwitch: "Le réseau reste le même. Pour continuer, autorisez le passage à {network}. Rien n’a été débité.",
  rejectedSign: "Rien n’a été signé et rien n’a été débité. Réessayez quand vous serez prêt.",
  busyTitle: "Votre portefeuille attend déjà une réponse.",
  busyDetail: "Ouvrez votre portefeuille, répondez à sa demande en attente ou fermez-la, puis réessayez.",
  goneTitle: "Le portefeuille est introuvable.",
  goneDetail: "Il a peut-être été désactivé. Choisissez-en un autre ou rechargez cette page.",
  lockedTitle: "Votre portefeuille est verrouillé ou n’est pas connecté.",
  lockedDetail: "Déverrouillez-le, choisissez un compte, puis réessayez. Rien n’a été débité.",
  otherAccountTitle: "Votre portefeuille est maintenant sur un autre compte.",
  otherAccountDetail:
    "Rien n’a été signé et rien n’a été débité. Revenez au compte précédent, ou réessayez avec le compte actuel.",
  wrongNetworkTitle: "Votre portefeuille est sur un autre réseau.",
  wrongNetworkDetail: "Passez-le sur {network}, puis réessayez. Rien n’a été débité.",
  unknownNetworkTitle: "Votre portefeuille ne connaît pas {network}.",
  unknownNetworkDetail:
    "Ajoutez {network} dans ses réglages puis réessayez, ou utilisez un autre portefeuille. Rien n’a été débité.",
  unsupportedTitle: "Ce portefeuille ne sait pas faire cela.",
  unsupportedDetail: "Il ne signe pas ce genre de demande. Choisissez un autre portefeuille. Rien n’a été débité.",
  flaggedTitle: "Votre portefeuille a bloqué la demande.",
  flaggedDetail: "Rien n’a été signé et rien n’a été débité. Vous pouvez utiliser un autre portefeuille.",
  failedTitle: "Le portefeuille n’a pas répondu comme prévu.",
  failedDetail: "Rien n’a été débité. Réessayez, ou choisissez un autre portefeuille.",
  said: "Votre portefeuille indique : {words}",

  cookiesTitle: "Votre navigateur bloque les cookies.",
  cookiesDetail:
    "La connexion nécessite un cookie. Autorisez les cookies pour {site} dans les réglages de votre navigateur, puis réessayez. Pour acheter, il n’est pas nécessaire de se connecter.",

  switchedTitle: "Votre portefeuille est maintenant sur {wallet}.",
  switchedDetail:
    "Vous êtes toujours connecté en tant que {session}. Ce que vous faites sur cette page est fait avec ce compte.",
  switchedSignIn: "Se connecter avec {wallet}",
};
