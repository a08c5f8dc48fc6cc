import "server-only";
import { SECOND } from "@/lib/clock";
import type { Check } from "@/lib/doctor/check";
import { fine, trouble } from "@/lib/doctor/finding";
import { arrivedSchema } from "@/lib/doctor-probe/schema";
import { readTestBytes } from "@/lib/doctor-probe/test-bytes";
import { askShop, uploadPath, whyNot } from "./ask-shop";

const FIRST = 64 * 1024;
/** Between the first piece and the rest (ms). */
const PAUSE = 1_000;

/** One part of an upload, as browsers send it: whether it arrives, and whether it arrives while it is sent. */
export const largeBody: Check = {
  name: "large-body",
  async run(shop) {
    const megabytes = shop.largeSize / 1024 / 1024;
    const sent = await askShop(shop, {
      kind: "body",
      origin: shop.settings.appUrl,
      method: "PATCH",
      path: uploadPath(),
      headers: { "Content-Type": "application/offset+octet-stream" },
      body: { pieces: [readTestBytes(0, FIRST), readTestBytes(FIRST, shop.largeSize)], pause: PAUSE },
      timeout: 120 * SECOND,
    }).catch(whyNot);
    const arrived =
      typeof sent !== "string" && sent.isShops ? arrivedSchema.parse(JSON.parse(sent.body.toString())) : null;
    if (arrived?.bytes !== shop.largeSize) {
      const how = typeof sent === "string" ? sent : `status ${sent.status}`;
      const words = `A part of an upload (PATCH with ${megabytes} MB) does not get through: ${how}. Nobody can upload larger files.`;
      const fix =
        "Let the proxy in front pass PATCH requests and bodies of 100 MB. With nginx: client_max_body_size 100m;";
      return [trouble("large-body-refused", { words, fix })];
    }
    if (arrived.spread < PAUSE / 2) {
      const words =
        "Something in front keeps each upload until it is complete: interrupted uploads lose what was sent, and its disk may fill.";
      return [trouble("uploads-buffered", { words, fix: "With nginx: proxy_request_buffering off;" })];
    }
    return [fine("large-body", `Parts of uploads (${megabytes} MB) arrive, while they are sent.`)];
  },
};
