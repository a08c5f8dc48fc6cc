import { methods, route } from "@/lib/http/route";
import { operatorActor } from "@/lib/operator/decide";
import { recordLoss } from "@/lib/storage-ends/end-storage";

/** `POST /api/operator/uploads/{uploadId}/loss`: records that its bytes are lost. The unused days of storage are owed. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    { operator: "required", params: ["uploadId"], limit: "operator" },
    ({ operator, params: { uploadId: id }, now }) => recordLoss({ kind: "upload", id }, operatorActor(operator), now),
  ),
});
