import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { raw, serve } from "@/test/http-server";

const ask = (length: number) =>
  `POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: ${length}\r\n\r\n`;

test("a client that asks before it sends is told to continue when its body is read", async () => {
  const { port } = await serve(async (req, res) => {
    let length = 0;
    for await (const part of req) length += part.length;
    res.end(`got ${length}`);
  });
  const socket = connect(port, "127.0.0.1");
  let answer = "";
  socket.setEncoding("utf8").on("data", (part: string) => {
    if (answer === "") socket.write("12345");
    answer += part;
  });
  socket.write(ask(5));
  await once(socket, "close");
  expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n[\s\S]*got 5/);
});

test("a client that asks before it sends is refused without sending", async () => {
  const { port } = await serve((_, res) => res.writeHead(413).end("too large"));
  expect(await raw(port, ask(1_000_000_000))).toMatch(/^HTTP\/1\.1 413 [\s\S]*too large/);
});
