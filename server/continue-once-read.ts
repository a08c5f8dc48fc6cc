import type { IncomingMessage, ServerResponse } from "node:http";

/**
 * Tells a client that asks first (`Expect: 100-continue`) to continue only when a route reads the body. Node by itself
 * does so immediately, and a file that is rejected for its size would be sent for nothing.
 */
export function continueOnceRead(req: IncomingMessage, res: ServerResponse): void {
  const { _read } = req;
  req._read = function readAndContinue(size) {
    req._read = _read;
    // A response without it is final: Node discards everything that it reads afterwards.
    if (!res.headersSent) res.writeContinue();
    return _read.call(this, size);
  };
}
