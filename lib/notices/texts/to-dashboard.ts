import "server-only";
import type { Words } from "@/lib/i18n/words";
import { settings } from "@/lib/settings/settings";

/** Where a seller does something about it. */
export function toDashboard(t: Words<"mails">) {
  return { label: t("toDashboard"), url: `${settings().appUrl}/dashboard` };
}
