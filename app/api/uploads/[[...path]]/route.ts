import { ipPrefix } from "@/lib/http/client-ip";
import { type LimitName, takeLimit } from "@/lib/http/rate-limit";
import { methods, route } from "@/lib/http/route";
import { createPaidUpload, paysForUpload } from "@/lib/shop/storage/create-paid-upload";
import { handleUpload } from "@/lib/uploads/protocol/handle-upload";

const door = (limit: LimitName) =>
  route({ limit, session: "optional" }, ({ request, session, ip, now }) =>
    handleUpload(request, { session, ipPrefix: ipPrefix(ip), now }),
  );
/** With `Storage-Days`, where storage is paid for: 402 first. */
const create = route({ session: "optional" }, async ({ request, session, ip, now }) => {
  if (await paysForUpload(request, session)) return createPaidUpload(request, { session, ip, now });
  await takeLimit("uploadCreate", ipPrefix(ip));
  return handleUpload(request, { session, ipPrefix: ipPrefix(ip), now });
});
const part = door("uploadPart");

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: create,
  PATCH: part,
  HEAD: part,
  DELETE: part,
  OPTIONS: part,
});
