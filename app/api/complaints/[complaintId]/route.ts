import { changeComplaint } from "@/lib/complaints/change-complaint";
import { changeComplaintSchema } from "@/lib/complaints/schema";
import { methods, route } from "@/lib/http/route";

const options = {
  session: "required",
  params: ["complaintId"],
  body: changeComplaintSchema,
  limit: "sellerWrite",
} as const;

/** `PATCH /api/complaints/{complaintId} {done?, reply?}`: by the seller it was sent to. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PATCH: route(options, ({ session, params, body, now }) => {
    return changeComplaint(session.sellerId, params.complaintId, body, now);
  }),
});
