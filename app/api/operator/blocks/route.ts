import { block } from "@/lib/blocks/change-block";
import { methods, route } from "@/lib/http/route";
import { operatorActor } from "@/lib/operator/decide";
import { blockSchema } from "@/lib/operator/schema";

/** `POST /api/operator/blocks`: blocks a wallet, or bytes by their SHA-256. Blocking again changes nothing. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ operator: "required", body: blockSchema, limit: "operator" }, ({ operator, body, now }) =>
    block(body, operatorActor(operator), now),
  ),
});
