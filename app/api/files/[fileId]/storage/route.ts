import { methods, route } from "@/lib/http/route";
import { extendSchema } from "@/lib/products/storage/schema";
import { wantExtension } from "@/lib/products/storage/wanted";
import { keepDoor } from "@/lib/shop/storage/keep-door";
import { readIdempotencyKey } from "@/lib/shop/storage/read-request";

/** `POST /api/files/{fileId}/storage`: more time for a file. Anybody may pay for it, unless its seller forbids that. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    { cors: "payment", params: ["fileId"], body: extendSchema },
    ({ request, params: { fileId }, body: { days }, ip, now }) => {
      const key = readIdempotencyKey(request.headers);
      return keepDoor(request, () => wantExtension({ fileId, days }, { isSellers: false }, key, now), { ip, now });
    },
  ),
});
