import { methods, route } from "@/lib/http/route";
import { retryNotice } from "@/lib/operator/dead-notices";
import { operatorActor } from "@/lib/operator/decide";

/** `POST /api/operator/notices/{deliveryId}/retry`: sends a message again that could not be delivered. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    { operator: "required", params: ["deliveryId"], limit: "operator" },
    async ({ operator, params: { deliveryId }, now }) => {
      await retryNotice(deliveryId, operatorActor(operator), now);
      return new Response(null, { status: 204 });
    },
  ),
});
