import { fileAsMarkdown } from "@/lib/catalog/file-as-markdown";
import { methods, route } from "@/lib/http/route";
import { readInfo } from "@/lib/products/files/read-info";

/** `GET /api/files/{fileId}/markdown`, and `/f/{fileId}` with `Accept: text/markdown`. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ cors: "payment", limit: "fileInfo", params: ["fileId"] }, async ({ params, now }) => {
    const page = fileAsMarkdown(await readInfo(params.fileId, now));
    return new Response(page, { headers: { "Content-Type": "text/markdown; charset=utf-8" } });
  }),
});
