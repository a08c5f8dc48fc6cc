import { ownComplaintsByAccess } from "@/lib/complaints/own-complaints";
import { sendComplaintSchema } from "@/lib/complaints/schema";
import { complainByAccess } from "@/lib/complaints/send-complaint";
import { methods, route } from "@/lib/http/route";
import { readCredentials } from "@/lib/shop/doors/read-request";

const options = { params: ["fileId"], body: sendComplaintSchema, limit: "complaint" } as const;

/**
 * `POST /api/files/{fileId}/complaints {text, replyTo?}`: to the seller, from a request with paid access. `GET`: those sent so, with the
 * answers.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ params: ["fileId"], limit: "purchases" }, async ({ request, params, now }) => {
    return ownComplaintsByAccess(params.fileId, await readCredentials(request.headers, null), now);
  }),
  POST: route(options, async ({ request, params, body, now }) => {
    const shown = await readCredentials(request.headers, null);
    return Response.json(await complainByAccess(params.fileId, shown, body, now), { status: 201 });
  }),
});
