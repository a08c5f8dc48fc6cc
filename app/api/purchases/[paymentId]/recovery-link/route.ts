import { renewRecoveryLink } from "@/lib/buyers/renew-recovery-link";
import { renewLinkSchema } from "@/lib/buyers/schema";
import { methods, route } from "@/lib/http/route";

const options = {
  buyer: "required",
  params: ["paymentId"],
  body: renewLinkSchema,
  limit: "purchases",
} as const;

/** `POST /api/purchases/{paymentId}/recovery-link {endOthers}`: a new link, and this browser's cookies for the file. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(options, async ({ buyer, params, body, now }) => {
    const renewed = await renewRecoveryLink(buyer, params.paymentId, { endOthers: body.endOthers, now });
    const response = Response.json(renewed.body);
    for (const cookie of renewed.cookies) response.headers.append("Set-Cookie", cookie);
    return response;
  }),
});
