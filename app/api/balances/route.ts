import { z } from "zod";
import { orUnread, showBalance } from "@/lib/chain/balance";
import { troubleOn } from "@/lib/chain/known-trouble";
import { type Balance, balanceQuerySchema } from "@/lib/chain/schema";
import { lookForTrouble } from "@/lib/chain/token-watch";
import { systemClock } from "@/lib/clock";
import { findFile } from "@/lib/files/find-file";
import { isUsedUpFor } from "@/lib/gas/look-ahead";
import { areSalesPaused } from "@/lib/health/sales-paused";
import { methods, route } from "@/lib/http/route";
import { settings } from "@/lib/settings/settings";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ limit: "balances" }, async ({ request }) => {
    const query = balanceQuerySchema.parse(Object.fromEntries(new URL(request.url).searchParams));
    const network = settings().networks.find(({ caip2 }) => caip2 === query.network);
    if (!network) {
      const names = settings().networks.map(({ caip2 }) => caip2);
      const message = `This server offers ${names.join(" and ")}.`;
      throw new z.core.$ZodError([{ code: "custom", path: ["network"], message, input: query.network }]);
    }
    const now = systemClock.now();
    const sellerId = query.file === undefined ? undefined : (await findFile(query.file, now))?.sellerId;
    const [balance, unsettled, usedUp, pausedBy] = await Promise.all([
      showBalance(network, query.address),
      areSalesPaused(network, now),
      isUsedUpFor(network, { payer: query.address, sellerId }, now),
      orUnread(network, lookForTrouble(network, now), troubleOn(network).trouble),
    ]);
    return { ...balance, salesPaused: unsettled || usedUp || pausedBy !== null, pausedBy } satisfies Balance;
  }),
});
