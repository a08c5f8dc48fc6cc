import type { formats as en } from "@/lib/i18n/messages/en/formats";
import type { SameKeys } from "@/lib/i18n/words";

export const formats: SameKeys<typeof en> = {
  someCodecs:
    "Certains navigateurs ne savent pas lire {what}. Si c’est le cas du vôtre, téléchargez le fichier et ouvrez-le dans une application qui le peut.",
  noCodecs:
    "Les navigateurs ne savent pas lire {what}. Téléchargez le fichier et ouvrez-le dans une application qui le peut.",
  someFormat:
    "Certains navigateurs ne savent pas ouvrir ce type de fichier. Si c’est le cas du vôtre, téléchargez-le et ouvrez-le dans une application qui le peut.",
  noFormat:
    "Les navigateurs ne savent pas ouvrir ce type de fichier. Téléchargez-le et ouvrez-le dans une application qui le peut.",
};
