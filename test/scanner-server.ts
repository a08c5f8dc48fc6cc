import { mkdtempSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * A server in clamd's place that does as it likes. It answers PING, so that it gets as far as INSTREAM.
 *
 * @param onStream gets the connection once INSTREAM was asked for; it reads for itself
 * @param byTcp instead of by a Unix socket
 */
export async function startScannerServer(
  onStream: (socket: Socket) => void,
  { byTcp = false, version = "Filekiosk test" } = {},
) {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on("error", () => {}).on("close", () => sockets.delete(socket));
    socket.once("data", (part: Buffer) => {
      if (part.toString("latin1").startsWith("zPING\0")) return void socket.end("PONG\0");
      if (part.toString("latin1").startsWith("zVERSION\0")) return void socket.end(`${version}\0`);
      socket.pause();
      socket.unshift(part.subarray("zINSTREAM\0".length));
      onStream(socket);
    });
  });
  const path = join(mkdtempSync(join(tmpdir(), "filekiosk-scanner-")), "socket");
  await new Promise<void>((ready) => (byTcp ? server.listen(0, "127.0.0.1", ready) : server.listen(path, ready)));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    setting: byTcp ? `clamd://127.0.0.1:${port}` : `clamd://${path}`,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((stopped) => server.close(stopped));
    },
  };
}

/** Reads a stream of INSTREAM to its end, as clamd does, and then says something. */
export function readToEnd(say: string): (socket: Socket) => void {
  return (socket) => {
    let kept = Buffer.alloc(0);
    socket.on("data", (part: Buffer) => {
      kept = Buffer.concat([kept, part]);
      for (;;) {
        if (kept.length < 4) return;
        const length = kept.readUInt32BE();
        if (length === 0) return void socket.end(say);
        if (kept.length < 4 + length) return;
        kept = kept.subarray(4 + length);
      }
    });
    socket.resume();
  };
}

/** What the server does instead of saying its last words. */
export function replaceEnd(socket: Socket, end: (words: string) => unknown): void {
  Object.assign(socket, { end });
}
