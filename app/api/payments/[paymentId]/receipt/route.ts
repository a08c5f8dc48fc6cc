import { methods, route } from "@/lib/http/route";
import { showReceipt } from "@/lib/receipts/show-receipt";
import { readCredentials } from "@/lib/shop/doors/read-request";

/** `GET /api/payments/{paymentId}/receipt`: for the buyer and the seller; 404 for everybody else. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ cors: "payment", params: ["paymentId"], limit: "paymentStatus" }, async ({ request, params, now }) => {
    const ticket = new URL(request.url).searchParams.get("ticket") || null;
    const shown = await readCredentials(request.headers, ticket);
    const { receipt } = await showReceipt(params.paymentId, shown, now);
    const name = `receipt-${receipt.paymentId}.json`;
    return Response.json(receipt, { headers: { "Content-Disposition": `attachment; filename="${name}"` } });
  }),
});
