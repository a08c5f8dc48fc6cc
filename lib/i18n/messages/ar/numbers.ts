import type { numbers as en } from "@/lib/i18n/messages/en/numbers";
import type { SameKeys } from "@/lib/i18n/words";

export const numbers: SameKeys<typeof en> = {
  which: "هل تقصد {whole} أم {fraction}؟",
  wholeFromTo: "اكتب عددًا صحيحًا من {least} إلى {most}.",
};
