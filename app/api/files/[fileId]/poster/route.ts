import { systemClock } from "@/lib/clock";
import { readPictureBody } from "@/lib/http/read-picture-body";
import { methods, route } from "@/lib/http/route";
import { removePoster, setPoster } from "@/lib/previews/chosen/poster";
import { readVersionNumber } from "@/lib/previews/chosen/read-version-number";
import { readOwnFile } from "@/lib/products/files/own-file";

const options = { session: "required", limit: "cover", params: ["fileId"] } as const;

/** The poster of a film, taken by its seller's browser. The body of PUT is the picture; `?version=` says of which version, by default the current one. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PUT: route(options, async ({ request, params, session, now }) => {
    const number = readVersionNumber(new URL(request.url).searchParams.get("version"));
    const bytes = await readPictureBody(request);
    await setPoster(session.sellerId, params.fileId, { number, bytes }, now);
    return readOwnFile(params.fileId, systemClock.now());
  }),
  DELETE: route(options, async ({ params, session, now }) => {
    await removePoster(session.sellerId, params.fileId);
    return readOwnFile(params.fileId, now);
  }),
});
