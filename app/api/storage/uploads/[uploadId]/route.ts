import { methods, route } from "@/lib/http/route";
import { keepUploadSchema } from "@/lib/products/storage/schema";
import { wantLarger, wantUploaded } from "@/lib/products/storage/wanted";
import { keepDoor } from "@/lib/shop/storage/keep-door";
import { readIdempotencyKey } from "@/lib/shop/storage/read-request";
import { UPLOAD_TOKEN_HEADER } from "@/lib/uploads/schema";

/** `POST /api/storage/uploads/{uploadId}`: days for an upload that is here, or what a larger version of a file has more. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    { cors: "payment", params: ["uploadId"], body: keepUploadSchema },
    ({ request, params: { uploadId }, body, ip, now }) => {
      const { headers } = request;
      const upload = { uploadId, token: headers.get(UPLOAD_TOKEN_HEADER) };
      const key = readIdempotencyKey(headers);
      const want = () =>
        "days" in body ? wantUploaded({ ...upload, ...body }, key, now) : wantLarger({ ...upload, ...body }, key, now);
      return keepDoor(request, async () => ({ wanted: await want(), closed: null }), { ip, now });
    },
  ),
});
