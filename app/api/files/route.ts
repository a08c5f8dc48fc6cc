import { methods, route } from "@/lib/http/route";
import { createFile } from "@/lib/products/files/create-file";
import { createFileSchema } from "@/lib/products/files/schema";
import { listFiles } from "@/lib/sellers/files/list-files";
import { readFilesQuery } from "@/lib/sellers/files/read-files-query";
import { awaitFinished } from "@/lib/uploads/finish/await-finished";

/** `GET /api/files?q=&state=&sort=&before=`: the seller's files, page by page. `POST`: puts a finished upload up for sale. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ session: "required", limit: "sellerRead" }, ({ session, now, request }) =>
    listFiles(session.sellerId, readFilesQuery(new URL(request.url).searchParams), now),
  ),
  POST: route({ session: "required", limit: "sellerWrite", body: createFileSchema }, async ({ session, body, now }) => {
    await awaitFinished(body, now);
    const file = await createFile(session, body, now);
    return Response.json(file, { status: 201, headers: { Location: `/api/files/${file.id}` } });
  }),
});
