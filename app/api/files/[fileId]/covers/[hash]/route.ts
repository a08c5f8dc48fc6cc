import { methods, route } from "@/lib/http/route";
import { removeOneCover } from "@/lib/previews/chosen/covers";
import { readOwnFile } from "@/lib/products/files/own-file";

const options = { session: "required", limit: "sellerWrite", params: ["fileId", "hash"] } as const;

/** One cover of a file, by its hash. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  DELETE: route(options, async ({ params, session, now }) => {
    await removeOneCover(session.sellerId, params.fileId, params.hash);
    return readOwnFile(params.fileId, now);
  }),
});
