import { methods, route } from "@/lib/http/route";
import { sellerAppealSchema } from "@/lib/reports/schema";
import { sendAppeal } from "@/lib/reports/send-appeal";

const options = {
  session: "required",
  params: ["decisionId"],
  body: sellerAppealSchema,
  limit: "sellerWrite",
} as const;

/** `POST /api/decisions/{decisionId}/appeal {text}`: by the seller whom it concerns. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(options, async ({ session, params, body, now }) => {
    const { sellerId, address: account } = session;
    const appellant = { kind: "seller", sellerId, account, decisionId: params.decisionId } as const;
    return Response.json(await sendAppeal(appellant, body, now), { status: 201 });
  }),
});
