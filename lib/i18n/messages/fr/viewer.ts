import type { SameKeys } from "../../words";
import type { viewer as en } from "../en/viewer";

export const viewer: SameKeys<typeof en> = {
  region: "Le fichier, ouvert ici",
  loading: "Ouverture du fichier…",
  cannotShow: "Ce navigateur ne sait pas afficher ce fichier. Téléchargez-le plutôt.",
  onlyStart: "Seul le début est affiché : {shown} sur {size}. Téléchargez pour tout avoir.",
  tryAgain: "Réessayer",
};
