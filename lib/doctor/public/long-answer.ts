import "server-only";
import { SECOND } from "@/lib/clock";
import type { Check } from "@/lib/doctor/check";
import { fine, trouble } from "@/lib/doctor/finding";
import { DRIP_PAUSE } from "@/lib/doctor-probe/schema";
import { askShop, filePath, whyNot } from "./ask-shop";

/** An answer that takes as long as a slow settlement. */
export const longAnswer: Check = {
  name: "long-answer",
  async run(shop) {
    const start = performance.now();
    const path = filePath(`?seconds=${shop.silence}`);
    const timeout = (shop.silence + 20) * SECOND;
    const answer = await askShop(shop, { kind: "silence", origin: shop.settings.appUrl, path, timeout }).catch(whyNot);
    if (typeof answer !== "string" && answer.isShops) {
      return [fine("long-answer", `An answer that takes ${shop.silence} seconds arrives.`)];
    }
    const how = typeof answer === "string" ? answer : `status ${answer.status}`;
    const after = ((performance.now() - start) / SECOND).toFixed(1);
    return [
      trouble("long-answer-cut", {
        words:
          `An answer that takes ${shop.silence} seconds is cut off after ${after} (${how}). Buyers whose payment needs that long get an ` +
          "error; they are not charged twice.",
        fix: "Raise the time-outs of the proxy in front to 300 seconds. With nginx: proxy_read_timeout 300s;",
      }),
    ];
  },
};

/** A body in two halves: whether the first arrives before the second was sent. */
export const drippingAnswer: Check = {
  name: "dripping-answer",
  async run(shop) {
    const { isShops, times, status } = await askShop(shop, { kind: "drip", origin: shop.settings.appUrl });
    if (!isShops) throw new Error(`the answer was not the shop's (status ${status})`);
    if (times.last - times.first > DRIP_PAUSE / 2)
      return [fine("dripping-answer", "Downloads arrive while they are sent.")];
    return [
      trouble("downloads-buffered", {
        words:
          "Something in front collects answers before it passes them on: downloads start late and fill its memory or disk.",
        fix: "With nginx: proxy_buffering off;",
      }),
    ];
  },
};
