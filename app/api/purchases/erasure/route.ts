import { methods, route } from "@/lib/http/route";
import { signedOut } from "@/lib/http/signed-out";
import { eraseBuyer } from "@/lib/privacy/erase";
import { clearedBuyerCookies } from "@/lib/sign-in/buyer-session";

/** `POST /api/purchases/erasure`: erases the buyer's personal data, and signs out. Access to the files stays. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ buyer: "required", limit: "personalData" }, async ({ buyer, now }) => {
    await eraseBuyer(buyer, { kind: "buyer", account: buyer.address }, now);
    return signedOut(clearedBuyerCookies());
  }),
});
