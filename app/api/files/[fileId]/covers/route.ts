import { systemClock } from "@/lib/clock";
import { readPictureBody } from "@/lib/http/read-picture-body";
import { methods, route } from "@/lib/http/route";
import { addCover, orderCovers } from "@/lib/previews/chosen/covers";
import { orderCoversSchema } from "@/lib/previews/chosen/requests";
import { readOwnFile } from "@/lib/products/files/own-file";

const ofSeller = { session: "required", params: ["fileId"] } as const;

/** The pictures that a seller shows with a file. The body of POST is one more, with its own `Content-Type`; PUT changes their order. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ ...ofSeller, limit: "cover" }, async ({ request, params, session, now }) => {
    await addCover(session.sellerId, params.fileId, await readPictureBody(request), now);
    return Response.json(await readOwnFile(params.fileId, systemClock.now()), { status: 201 });
  }),
  PUT: route({ ...ofSeller, limit: "sellerWrite", body: orderCoversSchema }, async ({ params, body, session, now }) => {
    await orderCovers(session.sellerId, params.fileId, body.covers);
    return readOwnFile(params.fileId, now);
  }),
});
