import { readOwnReceipt } from "@/lib/buyers/own-receipt";
import { methods, route } from "@/lib/http/route";

/** `GET /api/purchases/{paymentId}/receipt`: for the payer, also after the download period has ended. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ buyer: "required", params: ["paymentId"], limit: "purchases" }, async ({ buyer, params }) => {
    const receipt = await readOwnReceipt(buyer, params.paymentId);
    const name = `receipt-${receipt.paymentId}.json`;
    return Response.json(receipt, { headers: { "Content-Disposition": `attachment; filename="${name}"` } });
  }),
});
