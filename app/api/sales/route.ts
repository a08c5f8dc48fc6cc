import { AppError } from "@/lib/errors";
import { methods, route } from "@/lib/http/route";
import { readOlderSales } from "@/lib/sellers/read-sales";

/** `GET /api/sales?before=`: the seller's sales before one, the newest first. The newest ones are in `GET /api/files`. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ session: "required", limit: "sellerRead" }, ({ session, request }) => {
    const before = new URL(request.url).searchParams.get("before");
    if (!before) throw new AppError("invalid_input", { detail: "Say before which sale: ?before= and its paymentId." });
    return readOlderSales(session.sellerId, before);
  }),
});
