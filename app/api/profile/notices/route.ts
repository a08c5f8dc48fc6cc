import { ipPrefix } from "@/lib/http/client-ip";
import { methods, route } from "@/lib/http/route";
import { requestLocale } from "@/lib/i18n/request-locale";
import { channelSchema } from "@/lib/notices/schema";
import { changeChannel, readChannels } from "@/lib/notices/seller-channels";

/** `GET, PUT /api/profile/notices`: where the signed-in seller is told, and about what. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ session: "required", limit: "sellerRead" }, ({ session }) => readChannels(session.sellerId)),
  PUT: route(
    { session: "required", limit: "sellerWrite", body: channelSchema },
    ({ request, session, body, ip, now }) =>
      changeChannel(session.sellerId, body, { locale: requestLocale(request.headers), network: ipPrefix(ip) }, now),
  ),
});
