import { methods, route } from "@/lib/http/route";
import { startDeletion } from "@/lib/operator/deletion";
import { deletionSchema } from "@/lib/operator/schema";

/** `POST /api/operator/files/{fileId}/deletion`: what an operator has to sign before the bytes of the file are deleted. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route(
    { operator: "required", params: ["fileId"], body: deletionSchema, limit: "operator" },
    ({ operator, params: { fileId }, body: { chainId }, now }) => startDeletion({ operator, fileId, chainId }, now),
  ),
});
