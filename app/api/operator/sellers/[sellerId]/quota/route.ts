import { methods, route } from "@/lib/http/route";
import { operatorActor } from "@/lib/operator/decide";
import { setQuota } from "@/lib/operator/quota";
import { quotaSchema } from "@/lib/operator/schema";

/** `PUT /api/operator/sellers/{sellerId}/quota {bytes}`: how much the seller may store; null: as the settings say. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PUT: route(
    { operator: "required", params: ["sellerId"], body: quotaSchema, limit: "operator" },
    async ({ operator, params: { sellerId }, body: { bytes }, now }) => {
      await setQuota(sellerId, bytes, operatorActor(operator), now);
      return new Response(null, { status: 204 });
    },
  ),
});
