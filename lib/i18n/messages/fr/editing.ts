import type { editing as en } from "@/lib/i18n/messages/en/editing";
import type { SameKeys } from "@/lib/i18n/words";

export const editing: SameKeys<typeof en> = {
  edit: "Modifier",
  look: "Ce que voient les acheteurs",
  sides: "Modifier ou voir la page",
  form: "Ce que lisent les acheteurs",
  textHint: "Markdown fonctionne : **gras**, listes, liens.",
  restored: "Vos modifications non enregistrées sont toujours là.",
  unsaved: "Pas encore enregistré.",
  decideFirst: "Décidez d’abord quoi garder.",
  discard: "Abandonner les modifications",
  previewNote: "La page telle que les acheteurs la verraient. Rien n’y est compté ni payé.",
  previewBehind:
    "La page n’a pas pu être affichée avec vos dernières modifications. Elles sont gardées ; un nouvel essai suit quand vous tapez.",
  previewOf: "{title} tel que les acheteurs le voient",
  meanwhile: "Cela a été modifié ailleurs entre-temps.",
  savedThere: "Enregistré là-bas :",
  typedHere: "Ce que vous avez tapé est dans le champ ci-dessus.",
  keepTyped: "Garder ce que j’ai tapé",
  keepSaved: "Prendre ce qui est enregistré",
  noEnd: "sans date de fin",
  isListed: "visible dans la liste",
  notListed: "absent de la liste",
  empty: "(vide)",
  viewAsBuyer: "Voir comme un acheteur",
  testPurchase: "Achat d’essai",
  more: "Plus sur ce fichier",
  download: "Télécharger votre fichier",
};
