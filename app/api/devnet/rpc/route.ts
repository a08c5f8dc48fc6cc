import { z } from "zod";
import { devnetNode } from "@/lib/devnet/guard";
import { readRpc } from "@/lib/devnet/read-rpc";
import { readJsonBody } from "@/lib/http/read-body";
import { methods, route } from "@/lib/http/route";

// Open to any origin, as every chain's public RPC is: wallets call it from pages and extensions of their own.
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ cors: "payment", limit: "devnetRpc" }, async ({ request }) => {
    await devnetNode();
    return readRpc(await readJsonBody(request, z.unknown()));
  }),
});
