import { once } from "node:events";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { onTestFinished } from "vitest";
import { makeServer, type ServerOptions } from "@/server/http-server";
import { listen } from "@/server/listen";

type Handle = (req: IncomingMessage, res: ServerResponse) => unknown;

/** Echoes the request: URL and headers, as JSON. */
export const echo: Handle = (req, res) => res.end(JSON.stringify({ url: req.url, headers: req.headers }));

export const plainOptions: ServerOptions = {
  dev: false,
  https: false,
  appUrl: "https://shop.example",
  walletConnect: false,
  trustedProxies: 0,
};

/** The server around an app, for one test. */
export async function serve(
  handle: Handle = echo,
  options: Partial<ServerOptions> = {},
): Promise<{ server: Server; port: number; url: string }> {
  const server = makeServer(handle, { ...plainOptions, ...options });
  onTestFinished(() => server.close().closeAllConnections());
  await listen(server, 0, "127.0.0.1");
  const { port } = server.address() as AddressInfo;
  return { server, port, url: `http://127.0.0.1:${port}` };
}

/** Sends text over a bare socket and returns all that comes back until the server closes. */
export async function raw(port: number, text: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let answer = "";
  socket.setEncoding("latin1").on("data", (part: string) => {
    answer += part;
  });
  socket.write(text, "latin1");
  await once(socket, "close");
  return answer;
}

export type RawAnswer = { status: number; headers: string; body: string };

/** Sends a whole request, which has to ask for the connection to be closed, to a server around `echo`. */
export async function sendRaw(text: string, options: Partial<ServerOptions> = {}): Promise<RawAnswer> {
  const { port } = await serve(echo, options);
  const [headers = "", body = ""] = (await raw(port, text)).split("\r\n\r\n");
  return { status: Number(headers.split(" ")[1]), headers, body };
}

/** A GET of this target with these header lines. */
export function rawGet(target: string, ...headers: string[]): string {
  return [`GET ${target} HTTP/1.1`, "Host: shop.example", "Connection: close", ...headers, "", ""].join("\r\n");
}
