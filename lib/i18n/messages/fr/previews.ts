import type { previews as en } from "@/lib/i18n/messages/en/previews";
import type { SameKeys } from "@/lib/i18n/words";

export const previews: SameKeys<typeof en> = {
  whatPeopleSee: "Ce que l’on voit avant de payer",
  coverHelp:
    "Facultatives. Les acheteurs et les messageries voient la première. Sans elle, les images sont montrées en petit, avec un filigrane. JPEG, PNG, WebP, GIF, AVIF, TIFF ou BMP, {limit} au plus chacune, {max} au plus.",
  choose: "Choisir une couverture",
  addAnother: "Ajouter une couverture",
  remove: "Retirer la couverture {number}",
  earlier: "Avancer la couverture {number}",
  later: "Reculer la couverture {number}",
  saving: "Enregistrement de la couverture…",
  saved: "La couverture est affichée.",
  removed: "La couverture est retirée.",
  ordered: "Les couvertures sont dans le nouvel ordre.",
  tooLarge: "Cette image dépasse {limit}.",
  coverOf: "Couverture de « {title} »",
  coversOf: "Couvertures de « {title} »",
  coverNumber: "Couverture {number}",
};
