import { systemClock } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { readBody } from "@/lib/http/read-body";
import { methods, route } from "@/lib/http/route";
import { removeCover, setCover } from "@/lib/previews/cover";
import { COVER_MAX_BYTES } from "@/lib/previews/schema";
import { readOwnFile } from "@/lib/products/files/own-file";

const options = { session: "required", limit: "cover", params: ["fileId"] } as const;

/** The picture that a seller shows with a file. The body of PUT is the picture itself, with its own `Content-Type`. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PUT: route(options, async ({ request, params, session, now }) => {
    // Requiring the type also keeps out other sites' plain forms: they cannot send it without a preflight.
    if (!request.headers.get("content-type")?.toLowerCase().startsWith("image/")) {
      throw new AppError("malformed_request", { detail: "Send a picture with the header Content-Type: image/…" });
    }
    const words = `A cover has at most ${COVER_MAX_BYTES / 1024 ** 2} MB.`;
    await setCover(session.sellerId, params.fileId, await readBody(request, COVER_MAX_BYTES, words), now);
    return readOwnFile(params.fileId, systemClock.now());
  }),
  DELETE: route(options, async ({ params, session, now }) => {
    await removeCover(session.sellerId, params.fileId);
    return readOwnFile(params.fileId, now);
  }),
});
