import { listPurchases } from "@/lib/buyers/list-purchases";
import { methods, route } from "@/lib/http/route";

/** `GET /api/purchases?before=`: what the signed-in wallet bought here, page by page. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ buyer: "required", limit: "purchases" }, ({ request, buyer, now }) => {
    return listPurchases(buyer, now, new URL(request.url).searchParams.get("before") || undefined);
  }),
});
