import "server-only";
import type { IncomingMessage, ServerResponse } from "node:http";
import { forAnybody, publicHeaders, setHeaders } from "./for-anybody";

export type PictureToSend = {
  bytes: Uint8Array;
  mediaType: string;
  /** Hash of the picture: a strong validator. */
  etag: string;
  /** True when the URL names this very picture, so that it may be cached for ever. */
  immutable: boolean;
};

/** A route for small public pictures that are in memory, GET and HEAD. See `forAnybody`. */
export async function sendPicture(
  req: IncomingMessage,
  res: ServerResponse,
  find: () => Promise<PictureToSend>,
): Promise<void> {
  await forAnybody(req, res, async () => {
    const { bytes, mediaType, etag, immutable } = await find();
    setHeaders(res, {
      ...publicHeaders(mediaType, immutable),
      "Content-Length": String(bytes.length),
      ETag: `"${etag}"`,
    });
    if (req.headers["if-none-match"]?.includes(`"${etag}"`)) {
      res.removeHeader("Content-Length");
      res.statusCode = 304;
    }
    res.end(req.method === "GET" && res.statusCode === 200 ? bytes : undefined);
  });
}
