import { readHeader } from "@/lib/http/headers";
import { methods, route } from "@/lib/http/route";
import { replaceToken } from "@/lib/shop/storage/replace-token";
import { readChosenToken } from "@/lib/uploads/protocol/chosen-token";
import { UPLOAD_TOKEN_HEADER, UPLOADS_PATH } from "@/lib/uploads/schema";

/** `POST /api/storage/uploads/{uploadId}/token`: a new token for an upload, by a signature of the wallet that paid for it. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    { params: ["uploadId"], limit: "signIn" },
    async ({ request: { headers }, params: { uploadId }, now }) => {
      const signIn = readHeader(headers, "sign-in-with-x");
      const token = await replaceToken({ uploadId, signIn, chosenToken: readChosenToken(headers), now });
      const location = { Location: `${UPLOADS_PATH}/${uploadId}` };
      return new Response(null, { status: 204, headers: { ...location, [UPLOAD_TOKEN_HEADER]: token } });
    },
  ),
});
