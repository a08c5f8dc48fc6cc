import { methods, route } from "@/lib/http/route";
import { requestLocale } from "@/lib/i18n/request-locale";
import { leaveAddressByAccess } from "@/lib/notices/leave-address";
import { leaveAddressSchema } from "@/lib/notices/schema";
import { readCredentials } from "@/lib/shop/doors/read-request";

const options = { params: ["fileId"], body: leaveAddressSchema, limit: "leaveAddress" } as const;

/** `POST /api/files/{fileId}/notices {email}`: where a buyer wants to be told, from a request with paid access. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(options, async ({ request, params, body: { email }, now }) => {
    const shown = await readCredentials(request.headers, null);
    return leaveAddressByAccess(params.fileId, shown, { email, locale: requestLocale(request.headers) }, now);
  }),
});
