import { AppError } from "@/lib/errors";
import { ipPrefix } from "@/lib/http/client-ip";
import { readForm } from "@/lib/http/read-body";
import { methods, route } from "@/lib/http/route";
import { requestLocale } from "@/lib/i18n/request-locale";
import { ID_PATTERN } from "@/lib/ids";
import { fileUrl } from "@/lib/products/files/file-url";
import { answerForm } from "@/lib/reports/answer-form";
import { keepAnswer } from "@/lib/reports/form-answers";

/** The most bytes of a form: its fields at their longest, in a script whose letters take nine bytes each. */
const FORM_MAX = 128 * 1024;

/**
 * `POST /api/reports/form`: the report form of a browser without script. Redirects back to the form's page, which shows the
 * number of the report, or what is wrong beside everything that was typed.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ limit: "reportForm" }, async ({ request, ip, now }) => {
    const form = await readForm(request, FORM_MAX);
    const fileId = form.get("fileId") ?? "";
    // It becomes a part of an address and of a cookie's path.
    if (!new RegExp(`^${ID_PATTERN}$`).test(fileId)) throw new AppError("file_not_found");
    const sender = { ipPrefix: ipPrefix(ip), locale: requestLocale(request.headers) };
    const answer = await answerForm(form, fileId, sender, now);
    return new Response(null, {
      status: 303,
      headers: { Location: `${fileUrl(fileId)}/report`, "Set-Cookie": keepAnswer(answer, now) },
    });
  }),
});
