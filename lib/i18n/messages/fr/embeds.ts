import type { embeds as english } from "@/lib/i18n/messages/en/embeds";
import type { SameKeys } from "@/lib/i18n/words";

export const embeds: SameKeys<typeof english> = {
  buy: "Acheter pour {price}",
  get: "Obtenir gratuitement",
  title: "L’afficher sur votre propre site",
  why: "Du HTML simple, sans script : collez-le là où votre site accepte du HTML.",
  button: "Un bouton",
  buttonWords: "Acheter « {title} »",
  picture: "Une image avec le prix, toujours à jour",
  frame: "Une carte avec image, caractéristiques et prix",
  copy: "Copier le HTML : {what}",
  oembed: "Les sites qui lisent oEmbed font la carte à partir du lien seul.",
};
