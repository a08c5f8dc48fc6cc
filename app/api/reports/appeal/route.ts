import { methods, route } from "@/lib/http/route";
import { reporterAppealSchema } from "@/lib/reports/schema";
import { sendAppeal } from "@/lib/reports/send-appeal";

/** `POST /api/reports/appeal {token, text}`: by the person who sent the report. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ body: reporterAppealSchema, limit: "report" }, async ({ body, now }) => {
    const appeal = await sendAppeal({ kind: "reporter", token: body.token }, body, now);
    return Response.json(appeal, { status: 201 });
  }),
});
