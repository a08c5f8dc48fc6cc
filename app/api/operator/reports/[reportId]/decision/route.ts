import { methods, route } from "@/lib/http/route";
import { decideReportAsOperator } from "@/lib/operator/decide";
import { reportDecisionSchema } from "@/lib/operator/schema";

/** `POST /api/operator/reports/{reportId}/decision`: decides about a report, and others about the same file. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    { operator: "required", params: ["reportId"], body: reportDecisionSchema, limit: "operator" },
    ({ operator, params: { reportId }, body, now }) => decideReportAsOperator(operator, reportId, body, now),
  ),
});
