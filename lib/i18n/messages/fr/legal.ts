import type { legal as en } from "@/lib/i18n/messages/en/legal";
import type { SameKeys } from "@/lib/i18n/words";

export const legal: SameKeys<typeof en> = {
  imprint: "Mentions légales",
  terms: "Conditions",
  privacy: "Confidentialité",
  waiver:
    "J’accepte que le téléchargement commence immédiatement, et je sais que je perds alors mon droit de rétractation.",
};
