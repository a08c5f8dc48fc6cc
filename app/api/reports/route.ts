import { ipPrefix } from "@/lib/http/client-ip";
import { methods, route } from "@/lib/http/route";
import { requestLocale } from "@/lib/i18n/request-locale";
import { sendReportSchema } from "@/lib/reports/schema";
import { sendReport } from "@/lib/reports/send-report";

/** `POST /api/reports`: a notice or a copyright notice about a file, from anybody. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ body: sendReportSchema, limit: "report" }, async ({ request, body, ip, now }) => {
    const sender = { ipPrefix: ipPrefix(ip), locale: requestLocale(request.headers) };
    return Response.json(await sendReport(body, sender, now), { status: 201 });
  }),
});
