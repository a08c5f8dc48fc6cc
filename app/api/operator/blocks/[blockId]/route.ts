import { unblock } from "@/lib/blocks/change-block";
import { methods, route } from "@/lib/http/route";
import { operatorActor } from "@/lib/operator/decide";

/** `DELETE /api/operator/blocks/{blockId}`: lifts a block. Lifting it again changes nothing. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  DELETE: route(
    { operator: "required", params: ["blockId"], limit: "operator" },
    async ({ operator, params: { blockId }, now }) => {
      await unblock(blockId, operatorActor(operator), now);
      return new Response(null, { status: 204 });
    },
  ),
});
