import type { BadgeTone } from "@/components/ui/badge";
import type { Key } from "@/lib/i18n/words";
import type { FileState } from "@/lib/products/files/schema";

/** What is said about the state of a file. */
export const fileStates = {
  "on-sale": { word: "onSale", tone: "good" },
  paused: { word: "paused", tone: "warn" },
  ended: { word: "ended", tone: "plain" },
  suspended: { word: "suspended", tone: "bad" },
  withheld: { word: "withheld", tone: "bad" },
  removed: { word: "removed", tone: "plain" },
} as const satisfies Record<FileState, { word: Key<"sellers">; tone: BadgeTone }>;
