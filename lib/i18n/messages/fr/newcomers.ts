import type { newcomers as en } from "@/lib/i18n/messages/en/newcomers";
import type { SameKeys } from "@/lib/i18n/words";

export const newcomers: SameKeys<typeof en> = {
  title: "Pas encore de portefeuille ?",
  lead: "Les fichiers se paient ici en {token}, des dollars numériques qui passent d’un portefeuille à l’autre. Cette page explique ce qu’est un portefeuille, comment en obtenir un et le temps qu’il faut.",
  whatTitle: "Ce qu’est un portefeuille",
  what: "Une application, une extension de navigateur ou une clé d’accès qui garde vos dollars numériques et signe pour vous. Un {token} vaut un dollar américain. Personne d’autre ne peut dépenser ce qui s’y trouve, et personne ne peut vous le rendre si vous en perdez l’accès : gardez bien les mots de récupération ou la clé d’accès.",
  stepsTitle: "Trois étapes",
  getTitle: "1. Obtenir un portefeuille",
  getAccount:
    "<b>Environ 1 minute :</b> Base Account s’utilise sans rien installer. Choisissez-le au moment de payer. Une fenêtre s’ouvre sur {site}, et vous créez une clé d’accès, par exemple avec votre empreinte ou votre visage. C’est un service de Coinbase, pas de cette boutique.",
  getApp:
    "<b>Environ 5 minutes :</b> une application ou une extension de navigateur. Notez ses mots de récupération. En voici qui conviennent :",
  fundTitle: "2. Ajouter l’argent",
  fundCard:
    "<b>Environ 10 minutes la première fois :</b> par carte ou virement, sur {site}. Appuyez sur Payer et connectez le portefeuille : la page affiche le lien, avec votre portefeuille et le montant déjà remplis. Ce site vérifie votre identité et a ses propres frais et son propre minimum, souvent supérieur au prix d’un petit fichier.",
  fundExchange:
    "<b>De quelques minutes à une heure :</b> depuis une plateforme d’échange où vous avez déjà un compte, comme Coinbase ou Kraken. Achetez des {token} et retirez-les vers votre portefeuille sur {networks}. Un nouveau compte peut demander une journée ou plus, car la plateforme vérifie votre identité.",
  fundFriend: "<b>Moins d’une minute :</b> par quelqu’un qui en a. Montrez-lui l’adresse de votre portefeuille.",
  fundNetwork: "Envoyez-les uniquement sur {networks}. Sur un autre réseau, ils n’arrivent pas.",
  backTitle: "3. Revenir et payer",
  back: "<b>Quelques secondes :</b> ouvrez de nouveau le lien du fichier et appuyez sur Payer. Si la page était restée ouverte, elle voit que l’argent est là.",
  pricesTitle: "Le prix le plus bas",
  prices: "Ce qu’un fichier doit coûter au moins, pour chaque sorte de portefeuille.",
  network: "Réseau",
  usual: "Tout portefeuille",
  firstPayment: "Premier paiement d’un nouveau Base Account",
  never: "Impossible",
  unknown: "Tous les prix",
  sellTitle: "Pour vendre",
  sell: "Votre portefeuille peut être vide. Il sert seulement à vous connecter, ce qui ne coûte rien, et l’argent des acheteurs y arrive. L’étape 1 suffit.",
  sellOut: "Votre tableau de bord propose un lien vers un site qui le change en argent sur votre compte bancaire.",
};
