import { calendarFile } from "@/lib/http/calendar-file";
import { calendarResponse } from "@/lib/http/calendar-response";
import { methods, route } from "@/lib/http/route";
import { requestLocale } from "@/lib/i18n/request-locale";
import { wordsIn } from "@/lib/i18n/words-in";
import { readDownloadDeadline } from "@/lib/products/files/access/download-deadline";
import { readCredentials } from "@/lib/shop/doors/read-request";

/** `GET /api/files/{fileId}/calendar`: "download until" as a calendar file, for this browser's access. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ params: ["fileId"], limit: "fileInfo" }, async ({ request: { headers }, params, now }) => {
    const deadline = await readDownloadDeadline(params.fileId, await readCredentials(headers, null), now);
    const locale = requestLocale(headers);
    const t = wordsIn(locale, "access");
    const words = { summary: t("calendarTitle", { title: deadline.title }), description: t("calendarText") };
    return calendarResponse(calendarFile({ ...deadline, ...words }, now));
  }),
});
