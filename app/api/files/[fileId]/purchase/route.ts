import { ipPrefix } from "@/lib/http/client-ip";
import { problemResponse } from "@/lib/http/problem";
import { takeLimit } from "@/lib/http/rate-limit";
import { methods, route } from "@/lib/http/route";
import { grantedHeaders, outcomeCookies, outcomeError } from "@/lib/shop/doors/outcome-headers";
import { purchaseResult } from "@/lib/shop/doors/purchase-result";
import { readPurchaseRequest } from "@/lib/shop/doors/read-request";
import { withRefusal } from "@/lib/shop/doors/refused-settlement";
import { purchase } from "@/lib/shop/purchase/purchase";

/** `POST /api/files/{fileId}/purchase`: the same challenge and the same purchase as the byte door, answered in JSON. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ cors: "payment", params: ["fileId"] }, async ({ request, params: { fileId }, ip, now }) => {
    const { headers, method } = request;
    const version = new URL(request.url).searchParams.get("version") || null;
    const shown = await readPurchaseRequest({ fileId, headers, method, ticket: null, version, now });
    await takeLimit(shown.payment === null && shown.signIn === null ? "fileRead" : "pay", ipPrefix(ip));
    const outcome = await purchase(shown);
    const response =
      outcome.kind === "granted"
        ? Response.json(await purchaseResult(outcome, now), {
            headers: grantedHeaders(outcome, shown.payment !== null, shown.dialect),
          })
        : problemResponse(withRefusal(outcomeError(outcome), shown.payment, shown.dialect));
    for (const cookie of await outcomeCookies(fileId, outcome, now)) response.headers.append("Set-Cookie", cookie);
    return response;
  }),
});
