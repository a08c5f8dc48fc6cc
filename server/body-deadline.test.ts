import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { boundBody } from "./body-deadline";

let server: Server;
afterEach(() => {
  server.close().closeAllConnections();
});

/** A server that responds once it has the whole body; JSON may take 200 ms. */
async function serve(): Promise<number> {
  server = createServer((req, res) => {
    boundBody(req, res, { json: 200, cover: 60_000 });
    req.resume().on("end", () => res.end("whole"));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

function begin(port: number, path: string, length = 1_000): Socket {
  const socket = connect(port, "127.0.0.1").on("error", () => {});
  socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${length}\r\n\r\n{`);
  return socket;
}

/** In any case: bytes still being sent may cause a reset. */
function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => void socket.resume().once("close", () => resolve()));
}

/** Sends a byte now and then, until the connection is ended. */
async function trickle(socket: Socket): Promise<void> {
  const timer = setInterval(() => socket.write(" "), 20);
  await closed(socket);
  clearInterval(timer);
}

/** Sends the rest of the body, and expects a response. */
async function expectWhole(socket: Socket): Promise<void> {
  const answer = once(socket, "data");
  socket.write(" ".repeat(999));
  expect(String((await answer)[0])).toContain("200 OK");
}

test("a body that trickles is ended, while an upload and a cover begun before it continue", async () => {
  const port = await serve();
  const slow = [`/api/uploads/${"0".repeat(22)}`, "/api/files/x/cover"].map((path) => begin(port, path));
  await trickle(begin(port, "/api/sign-in", 60_000));
  for (const socket of slow) await expectWhole(socket);
});

test("an upload continues under every spelling of its URL, and nothing that only looks like one does", async () => {
  const port = await serve();
  const id = "0".repeat(22);
  const spellings = ["", "/", "?x", "/?x=1", `/${id}/`, `/${id}?x`].map((rest) => begin(port, `/api/uploads${rest}`));
  await Promise.all(["/api/uploads-x", "/api/uploadsx?y"].map((path) => trickle(begin(port, path, 60_000))));
  for (const socket of spellings) await expectWhole(socket);
});

test("a body that came whole may be answered as late as need be", async () => {
  server = createServer((req, res) => {
    boundBody(req, res, { json: 10, cover: 10 });
    req.resume().on("end", () => setTimeout(() => res.end("settled"), 50));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/api/files/x/purchase`, { method: "POST", body: "{}" });
  expect(await response.text()).toBe("settled");
});

test("a body that trickles on after an early answer is ended too", async () => {
  server = createServer((req, res) => {
    boundBody(req, res, { json: 200, cover: 60_000 });
    res.end("early");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1").on("error", () => {});
  socket.write("POST /api/files/x/purchase HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n{");
  const trickle = setInterval(() => socket.write(" "), 20);
  const [answer] = await once(socket, "data");
  expect(String(answer)).toContain("early");
  await closed(socket);
  clearInterval(trickle);
});
