import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Received = { url: string; headers: IncomingHttpHeaders; body: string };

export type HttpSink = {
  /** Its origin. */
  url: string;
  received: Received[];
  /** What it does with each request, once it has the body; 200 by default. */
  answer: (request: IncomingMessage, response: ServerResponse) => void;
  close(): void;
};

/** Somebody else's server on this machine, such as a webhook or an ntfy server, that keeps what it gets. */
export async function startHttpSink(): Promise<HttpSink> {
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const { url = "", headers } = request;
    sink.received.push({ url, headers, body: Buffer.concat(parts).toString("utf8") });
    sink.answer(request, response);
  });
  const sink: HttpSink = {
    url: "",
    received: [],
    answer: (_, response) => void response.end("{}"),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
  await once(server.listen(0, "127.0.0.1"), "listening");
  sink.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return sink;
}
