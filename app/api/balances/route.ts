import { z } from "zod";
import { showBalance } from "@/lib/chain/balance";
import { balanceQuerySchema } from "@/lib/chain/schema";
import { settings } from "@/lib/env";
import { methods, route } from "@/lib/http/route";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ limit: "balances" }, ({ request }) => {
    const query = balanceQuerySchema.parse(Object.fromEntries(new URL(request.url).searchParams));
    const network = settings().networks.find(({ caip2 }) => caip2 === query.network);
    if (!network) {
      const names = settings().networks.map(({ caip2 }) => caip2);
      const message = `This server offers ${names.join(" and ")}.`;
      throw new z.core.$ZodError([{ code: "custom", path: ["network"], message, input: query.network }]);
    }
    return showBalance(network, query.address);
  }),
});
