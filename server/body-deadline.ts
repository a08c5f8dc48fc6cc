import type { IncomingMessage, ServerResponse } from "node:http";

/** How long the body of a request may take, in ms: JSON has 64 KB at most, a cover or a poster 10 MB. */
const BODY_TIMES = { json: 30_000, cover: 300_000 };

/** Any spelling of an upload's URL: those that `chooseDoor` does not know reach the same route through Next. */
const uploads = /^\/api\/uploads(?![^/?#])/;

/**
 * Ends a connection on which a body trickles. Uploads may last for hours and have their own limit on silence; all other
 * bodies are short, and a client that delays one occupies a connection. There is no response: the client is not waiting
 * for one.
 */
export function boundBody(req: IncomingMessage, res: ServerResponse, times = BODY_TIMES): void {
  const { url = "", headers } = req;
  const hasBody = headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
  if (!hasBody || uploads.test(url)) return;
  const time = /^\/api\/files\/[^/?]+\/(?:covers?|poster)(?:\?|$)/.test(url) ? times.cover : times.json;
  const timer = setTimeout(() => {
    if (!req.complete) req.socket.destroy();
  }, time);
  // Not just when there is a response: an early one, without reading, leaves a body that may trickle on for ever.
  for (const stream of [req, res]) stream.once("close", () => req.complete && clearTimeout(timer));
}
