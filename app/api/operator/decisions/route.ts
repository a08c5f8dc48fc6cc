import { methods, route } from "@/lib/http/route";
import { decideAsOperator } from "@/lib/operator/decide";
import { decisionSchema } from "@/lib/operator/schema";

/**
 * `POST /api/operator/decisions`: decides about a file or a seller, with a statement of reasons (rule 12). 409
 * `decided_meanwhile` when another decision came first; a deletion has to be signed.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ operator: "required", body: decisionSchema, limit: "operator" }, ({ operator, body, now }) =>
    decideAsOperator(operator, body, now),
  ),
});
