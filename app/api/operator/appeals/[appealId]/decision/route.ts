import { methods, route } from "@/lib/http/route";
import { decideAppealAsOperator } from "@/lib/operator/decide";
import { appealDecisionSchema } from "@/lib/operator/schema";

/** `POST /api/operator/appeals/{appealId}/decision`: upholds a decision, or reverses it by another one. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    { operator: "required", params: ["appealId"], body: appealDecisionSchema, limit: "operator" },
    ({ operator, params: { appealId }, body, now }) => decideAppealAsOperator(operator, appealId, body, now),
  ),
});
