import { connect, type Socket } from "node:net";
import type { OpenShop } from "./shop";

/** How many of each kind are held. */
const EACH = 40;

/**
 * Sockets that are kept open and hardly used: half a request head, one byte of a body, a download that nobody reads.
 *
 * @returns a function that ends them all
 */
export function openSlowSockets(shop: OpenShop, address: () => string): () => void {
  const sockets: Socket[] = [];
  const hold = (words: string, reads = true) => {
    const socket = connect({ host: "localhost", port: Number(new URL(shop.origin).port) });
    socket.on("error", () => {});
    socket.write(words);
    // The server may end it, which is right.
    if (reads) socket.resume();
    else socket.pause();
    sockets.push(socket);
  };
  const host = new URL(shop.origin).host;
  for (let count = 0; count < EACH; count += 1) {
    const from = `Host: ${host}\r\nX-Forwarded-For: ${address()}\r\n`;
    hold(`GET /healthz HTTP/1.1\r\n${from}X-Half: `);
    hold(`POST /api/claims HTTP/1.1\r\n${from}Content-Type: application/json\r\nContent-Length: 90\r\n\r\n{`);
    hold(`GET /api/files/${shop.freeFileId} HTTP/1.1\r\n${from}\r\n`, false);
  }
  return () => {
    for (const socket of sockets) socket.destroy();
  };
}
