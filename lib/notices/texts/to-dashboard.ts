import "server-only";
import type { Words } from "@/lib/i18n/words";
import { settings } from "@/lib/settings/settings";

/** The part of the dashboard where a seller does something about it. */
type Place = "messages" | "settings" | `files/${string}` | `sales/${string}`;

/** The link to it. */
export function toDashboard(t: Words<"mails">, place: Place) {
  return { label: t("toDashboard"), url: `${settings().appUrl}/dashboard/${place}` };
}
