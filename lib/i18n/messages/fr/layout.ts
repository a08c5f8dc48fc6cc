import type { layout as en } from "@/lib/i18n/messages/en/layout";
import type { SameKeys } from "@/lib/i18n/words";

export const layout: SameKeys<typeof en> = {
  headline: "Vendez un fichier par un simple lien. L’acheteur vous paie directement.",
  skip: "Aller au contenu",
  mainMenu: "Menu principal",
  yourFiles: "Vos fichiers",
  signIn: "Se connecter",
  myPurchases: "Mes achats",
  language: "Langue",
  runBy: "Service tenu par {operator}",
  contact: "Contact",
  contactSubject: "Question sur Filekiosk",
  straight: "Les paiements vont directement de l’acheteur au vendeur. Ce serveur ne les détient jamais.",
  demoMoney: "Démonstration : ici, les dollars sont fictifs.",
  testMoney: "Réseau de test : ici, les dollars sont fictifs.",
  notFoundTitle: "Rien ici",
  notFound: "Il n’y a rien ici",
  notFoundWhy:
    "Le lien a peut-être été coupé lors de la copie. Demandez le lien complet à la personne qui vous l’a envoyé.",
  toFrontPage: "Aller à la page d’accueil",
};
