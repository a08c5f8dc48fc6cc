import { methods, route } from "@/lib/http/route";
import { operatorActor } from "@/lib/operator/decide";
import { endStorage } from "@/lib/storage-ends/end-storage";
import { endStorageSchema } from "@/lib/storage-ends/schema";

/** `POST /api/operator/files/{fileId}/storage-end {endsAt}`: ends storage that was paid for, at the earliest in 30 days. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    { operator: "required", params: ["fileId"], body: endStorageSchema, limit: "operator" },
    ({ operator, params: { fileId }, body: { endsAt }, now }) =>
      endStorage(fileId, endsAt ? { endsAt: new Date(endsAt) } : {}, operatorActor(operator), now),
  ),
});
