import { methods, route } from "@/lib/http/route";
import { operatorActor } from "@/lib/operator/decide";
import { recordLoss } from "@/lib/storage-ends/end-storage";

/** `POST /api/operator/files/{fileId}/loss`: records that its bytes are lost. The unused days of storage are owed. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    { operator: "required", params: ["fileId"], limit: "operator" },
    ({ operator, params: { fileId: id }, now }) => recordLoss({ kind: "file", id }, operatorActor(operator), now),
  ),
});
