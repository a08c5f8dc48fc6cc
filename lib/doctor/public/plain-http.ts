import "server-only";
import { SECOND } from "@/lib/clock";
import type { Check, Shop } from "@/lib/doctor/check";
import { fine, trouble } from "@/lib/doctor/finding";

/** Where the public origin is https: what people get who come by http. */
export const plainHttp: Check = {
  name: "plain-http",
  async run(shop) {
    const url = plainUrlOf(shop);
    if (!url) return [];
    const answer = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(10 * SECOND) }).catch(() => null);
    if (answer === null) return [fine("plain-http", "Nothing answers by plain http.", url)];
    await answer.body?.cancel();
    const target = answer.headers.get("location") ?? "";
    const { hostname } = new URL(shop.settings.appUrl);
    const leadsHome = URL.canParse(target) && target.startsWith("https:") && new URL(target).hostname === hostname;
    if ((answer.status >= 300 && answer.status < 400 && leadsHome) || answer.status >= 400) {
      return [fine("plain-http", "Plain http leads to https, or is refused.", url)];
    }
    const words = `Plain http is answered (status ${answer.status}${target ? `, to ${target}` : ""}) instead of leading to https. What people send and get can be read and changed.`;
    const fix = "Let the proxy in front redirect to https. With nginx: return 308 https://$host$request_uri;";
    return [trouble("plain-http-served", { about: url, words, fix })];
  },
};

/** Only for the usual ports: nobody knows which one belongs to another. */
function plainUrlOf({ settings: { appUrl }, plainUrl }: Shop): string | null {
  const { protocol, port, hostname } = new URL(appUrl);
  if (protocol !== "https:") return null;
  return plainUrl ?? (port === "" ? `http://${hostname}/` : null);
}
