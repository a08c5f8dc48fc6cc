import type { viewer as en } from "@/lib/i18n/messages/en/viewer";
import type { SameKeys } from "@/lib/i18n/words";

export const viewer: SameKeys<typeof en> = {
  region: "Le fichier, ouvert ici",
  loading: "Ouverture du fichier…",
  cannotShow: "Ce navigateur ne sait pas afficher ce fichier. Téléchargez-le plutôt.",
  onlyStart: "Seul le début est affiché : {shown} sur {size}. Téléchargez pour tout avoir.",
  pdfPages: "Pages de {name}",
  pdfPage: "Page {number} sur {count}",
  pdfZoomIn: "Agrandir",
  pdfZoomOut: "Réduire",
  pdfZoom: "{percent} %",
  pdfPageBroken: "Cette page ne peut pas être affichée. Téléchargez le fichier pour la voir.",
  pdfOnlyStart: "Seules les {shown} premières pages sur {count} sont affichées. Téléchargez pour tout avoir.",
  pdfPassword: "Ce PDF demande un mot de passe. Téléchargez-le et ouvrez-le dans un lecteur de PDF.",
  pdfBroken: "Ce PDF est endommagé, ou cette page ne sait pas l’afficher. Téléchargez-le plutôt.",
  pdfLost: "La connexion a été coupée pendant la lecture du PDF. Rien n’est perdu : réessayez, ou téléchargez-le.",
  tryAgain: "Réessayer",
};
