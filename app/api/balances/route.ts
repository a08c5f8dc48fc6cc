import { z } from "zod";
import { systemClock } from "@/lib/clock";
import { areSalesPaused } from "@/lib/health/sales-paused";
import { methods, route } from "@/lib/http/route";
import { orUnread, showBalance } from "@/lib/payment-methods/evm/chain/balance";
import { troubleOn } from "@/lib/payment-methods/evm/chain/known-trouble";
import { type Balance, balanceQuerySchema } from "@/lib/payment-methods/evm/chain/schema";
import { lookForTrouble } from "@/lib/payment-methods/evm/chain/token-watch";
import { isUsedUpFor } from "@/lib/payment-methods/evm/gas/look-ahead";
import { findFile } from "@/lib/products/files/find-file";
import { readWire } from "@/lib/read-wire";
import { settings } from "@/lib/settings/settings";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ limit: "balances" }, async ({ request }) => {
    const asked = readWire(balanceQuerySchema, Object.fromEntries(new URL(request.url).searchParams));
    if (!asked.success) throw asked.error;
    const query = asked.data;
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
