import type { IncomingMessage, ServerResponse } from "node:http";

/**
 * Tells a client that asks first (`Expect: 100-continue`) to continue only when a door reads the body. Node by itself does so at
 * once, and a file that is refused for its size would be sent for nothing.
 */
export function continueOnceRead(req: IncomingMessage, res: ServerResponse): void {
  const { _read } = req;
  req._read = function readAndContinue(size) {
    req._read = _read;
    // An answer without it is final: what Node reads afterwards, it reads to throw away.
    if (!res.headersSent) res.writeContinue();
    return _read.call(this, size);
  };
}
