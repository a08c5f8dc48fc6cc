import "server-only";
import { z } from "zod";
import type { Check } from "@/lib/doctor/check";
import { fine, trouble } from "@/lib/doctor/finding";
import { version } from "@/package.json";
import { askShop } from "./ask-shop";

const saidSchema = z.object({ version: z.string() });

/** After an update without a restart the old version still runs. */
export const runningVersion: Check = {
  name: "version",
  async run(shop) {
    const { body } = await askShop(shop, { kind: "readiness", origin: shop.settings.appUrl, path: "/version" });
    const said = saidSchema.parse(JSON.parse(body.toString())).version;
    if (said === version) return [fine("version", `The shop runs version ${version}.`)];
    const words = `The running shop is of version ${said}, and this command of ${version}.`;
    return [
      trouble("version-differs", { words, fix: "Run `npm run build` if this is a clone, and restart the shop." }),
    ];
  },
};
