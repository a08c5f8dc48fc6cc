import { ownComplaintsOfPayer } from "@/lib/complaints/own-complaints";
import { sendComplaintSchema } from "@/lib/complaints/schema";
import { complainAsPayer } from "@/lib/complaints/send-complaint";
import { methods, route } from "@/lib/http/route";

const options = {
  buyer: "required",
  params: ["paymentId"],
  body: sendComplaintSchema,
  limit: "complaint",
} as const;

/** `POST /api/purchases/{paymentId}/complaints {text, replyTo?}`: to the seller, from the payer. `GET`: those sent so, with the answers. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ buyer: "required", params: ["paymentId"], limit: "purchases" }, ({ buyer, params }) => {
    return ownComplaintsOfPayer(buyer, params.paymentId);
  }),
  POST: route(options, async ({ buyer, params, body, now }) => {
    return Response.json(await complainAsPayer(buyer, params.paymentId, body, now), { status: 201 });
  }),
});
