import type { previews as en } from "@/lib/i18n/messages/en/previews";
import type { SameKeys } from "@/lib/i18n/words";

export const previews: SameKeys<typeof en> = {
  coverHelp:
    "Facultative. Les acheteurs et les messageries la voient. Sans elle, les images sont montrées en petit, avec un filigrane. JPEG, PNG, WebP, GIF, AVIF, TIFF ou BMP, {limit} au plus.",
  choose: "Choisir une couverture",
  change: "Changer la couverture",
  remove: "Retirer la couverture",
  saving: "Enregistrement de la couverture…",
  saved: "La couverture est affichée.",
  removed: "La couverture est retirée.",
  tooLarge: "Cette image dépasse {limit}.",
  coverOf: "Couverture de « {title} »",
};
