import { methods, route } from "@/lib/http/route";
import { readReportStatus } from "@/lib/reports/report-status";
import { reportStatusSchema } from "@/lib/reports/schema";

/** `POST /api/reports/status {token}`: the secret of a status link, which is in no address that servers see. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ body: reportStatusSchema, limit: "reportStatus" }, ({ body, now }) => {
    return readReportStatus(body.token, now);
  }),
});
