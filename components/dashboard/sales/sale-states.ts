import type { BadgeTone } from "@/components/ui/badge";
import type { Key } from "@/lib/i18n/words";
import type { PaymentState } from "@/lib/payments/schema";

/** The word for each state of a sale. */
export const saleStates: Record<PaymentState, { word: Key<"sellers">; tone: BadgeTone }> = {
  reserved: { word: "confirming", tone: "warn" },
  settling: { word: "confirming", tone: "warn" },
  unknown: { word: "confirming", tone: "warn" },
  settled: { word: "paid", tone: "good" },
  failed: { word: "failed", tone: "bad" },
  reverted: { word: "reverted", tone: "bad" },
  refunded: { word: "refunded", tone: "plain" },
};
