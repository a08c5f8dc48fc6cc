import { methods, route } from "@/lib/http/route";
import { setWave, setWaveSchema } from "@/lib/previews/chosen/wave";
import { readOwnFile } from "@/lib/products/files/own-file";

const options = { session: "required", limit: "sellerWrite", params: ["fileId"], body: setWaveSchema } as const;

/** The wave form of a sound, drawn by its seller's browser. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  PUT: route(options, async ({ params, body, session, now }) => {
    await setWave(session.sellerId, params.fileId, body, now);
    return readOwnFile(params.fileId, now);
  }),
});
