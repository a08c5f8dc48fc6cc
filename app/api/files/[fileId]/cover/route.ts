import { systemClock } from "@/lib/clock";
import { readPictureBody } from "@/lib/http/read-picture-body";
import { methods, route } from "@/lib/http/route";
import { removeCover, setCover } from "@/lib/previews/cover";
import { readOwnFile } from "@/lib/products/files/own-file";

const options = { session: "required", limit: "cover", params: ["fileId"] } as const;

/** The only picture that a seller shows with a file, in place of all covers. The body of PUT is the picture itself, with its own `Content-Type`. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PUT: route(options, async ({ request, params, session, now }) => {
    await setCover(session.sellerId, params.fileId, await readPictureBody(request), now);
    return readOwnFile(params.fileId, systemClock.now());
  }),
  DELETE: route(options, async ({ params, session, now }) => {
    await removeCover(session.sellerId, params.fileId);
    return readOwnFile(params.fileId, now);
  }),
});
