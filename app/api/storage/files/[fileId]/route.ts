import { AppError } from "@/lib/errors";
import { methods, route } from "@/lib/http/route";
import { extendSchema } from "@/lib/products/storage/schema";
import { wantExtension } from "@/lib/products/storage/wanted";
import { keepDoor } from "@/lib/shop/storage/keep-door";
import { readIdempotencyKey } from "@/lib/shop/storage/read-request";

/** `POST /api/storage/files/{fileId}`: more time for a file, for its seller, also where nobody else may pay for it. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    { params: ["fileId"], session: "required", body: extendSchema },
    ({ request, params: { fileId }, session, body: { days }, ip, now }) => {
      const key = readIdempotencyKey(request.headers);
      const want = async () => {
        const wanted = await wantExtension({ fileId, days }, { isSellers: true }, key, now);
        if (wanted.sellerId !== session.sellerId) throw new AppError("file_not_found");
        return wanted;
      };
      return keepDoor(request, want, { ip, now });
    },
  ),
});
