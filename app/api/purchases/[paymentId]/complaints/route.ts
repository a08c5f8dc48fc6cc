import { sendComplaintSchema } from "@/lib/complaints/schema";
import { complainAsPayer } from "@/lib/complaints/send-complaint";
import { methods, route } from "@/lib/http/route";

const options = {
  buyer: "required",
  params: ["paymentId"],
  body: sendComplaintSchema,
  limit: "complaint",
} as const;

/** `POST /api/purchases/{paymentId}/complaints {text, replyTo?}`: to the seller, from the payer. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(options, async ({ buyer, params, body, now }) => {
    return Response.json(await complainAsPayer(buyer, params.paymentId, body, now), { status: 201 });
  }),
});
