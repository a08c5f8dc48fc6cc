import { fund } from "@/lib/devnet/faucet";
import { devnetNode } from "@/lib/devnet/guard";
import { faucetSchema } from "@/lib/devnet/schema";
import { readJsonBody } from "@/lib/http/read-body";
import { methods, route } from "@/lib/http/route";

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ limit: "devnetFaucet" }, async ({ request, now }) => {
    // Before the body is read: except on the devnet, this is 404 for any request.
    await devnetNode();
    const { address } = await readJsonBody(request, faucetSchema);
    return fund(address, now);
  }),
});
