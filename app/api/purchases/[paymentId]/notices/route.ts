import { methods, route } from "@/lib/http/route";
import { requestLocale } from "@/lib/i18n/request-locale";
import { leaveAddressAsPayer } from "@/lib/notices/leave-address";
import { leaveAddressSchema } from "@/lib/notices/schema";

const options = { buyer: "required", params: ["paymentId"], body: leaveAddressSchema, limit: "leaveAddress" } as const;

/** `POST /api/purchases/{paymentId}/notices {email}`: where a buyer wants to be told, from the payer. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(options, ({ request, buyer, params, body: { email }, now }) =>
    leaveAddressAsPayer(buyer, params.paymentId, { email, locale: requestLocale(request.headers) }, now),
  ),
});
