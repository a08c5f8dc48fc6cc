import { readOwnDeadline } from "@/lib/buyers/own-deadline";
import { calendarFile } from "@/lib/http/calendar-file";
import { calendarResponse } from "@/lib/http/calendar-response";
import { methods, route } from "@/lib/http/route";
import { requestLocale } from "@/lib/i18n/request-locale";
import { wordsIn } from "@/lib/i18n/words-in";

const options = { buyer: "required", params: ["paymentId"], limit: "purchases" } as const;

/** `GET /api/purchases/{paymentId}/calendar`: "download until" as a calendar file, for the payer. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route(options, async ({ request: { headers }, buyer, params, now }) => {
    const deadline = await readOwnDeadline(buyer, params.paymentId, now);
    const locale = requestLocale(headers);
    const t = wordsIn(locale, "access");
    const words = { summary: t("calendarTitle", { title: deadline.title }), description: t("calendarText") };
    return calendarResponse(calendarFile({ ...deadline, ...words }, now));
  }),
});
