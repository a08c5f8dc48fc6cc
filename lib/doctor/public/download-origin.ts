import "server-only";
import type { Check } from "@/lib/doctor/check";
import { fine, trouble } from "@/lib/doctor/finding";
import { askShop, whyNot } from "./ask-shop";

/** The separate origin of downloads, if there is one, leads to this shop. */
export const downloadOrigin: Check = {
  name: "download-origin",
  async run(shop) {
    const origin = shop.settings.downloadOrigin;
    if (!origin) return [];
    const answer = await askShop(shop, { kind: "seen", origin }).catch(whyNot);
    if (typeof answer !== "string" && answer.isShops)
      return [fine("download-origin", "Downloads reach the shop.", origin)];
    const how = typeof answer === "string" ? answer : `status ${answer.status}`;
    return [
      trouble("download-origin-lost", {
        about: "DOWNLOAD_ORIGIN",
        words: `${origin} does not lead to this shop (${how}): buyers who paid cannot download.`,
        fix: "Point its name and the proxy in front at this server too, or remove the setting.",
      }),
    ];
  },
};
