import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { postJson } from "./post-json";

let server: Server;
let answer: RequestListener;
let url: string;
let connections: Socket[];
beforeEach(async () => {
  connections = [];
  server = createServer((request, response) => answer(request, response));
  server.on("connection", (socket) => connections.push(socket));
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/path`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const post = (more: Partial<Parameters<typeof postJson>[2]> = {}) =>
  postJson(url, '{"é":1}', { timeout: 5_000, ...more });

describe("postJson", () => {
  it("sends headers and body, and returns status, headers and the whole text", async () => {
    let seen = "";
    answer = (request, response) => {
      request.setEncoding("utf8");
      request.on("data", (part) => {
        seen += part;
      });
      request.on("end", () => {
        seen += ` ${request.method} ${request.url} ${request.headers["content-type"]} ${request.headers["x-key"]}`;
        response.writeHead(418, { "Retry-After": "7" });
        for (const part of ["a", "é", "b"]) response.write(part);
        response.end();
      });
    };
    expect(await post({ headers: { "X-Key": "k" } })).toMatchObject({
      status: 418,
      text: "aéb",
      headers: { "retry-after": "7" },
    });
    expect(seen).toBe('{"é":1} POST /path application/json k');
  });

  it("keeps its connection for the next request", async () => {
    answer = (_, response) => response.end("{}");
    for (let request = 0; request < 3; request += 1) await post();
    expect(connections).toHaveLength(1);
  });

  it("gives up in time, before the response and in the middle of it", async () => {
    answer = () => {};
    await expect(post({ timeout: 50 })).rejects.toMatchObject({ name: "NoResponseInTime" });
    answer = (_, response) => void response.write("half");
    await expect(post({ timeout: 50 })).rejects.toMatchObject({ name: "NoResponseInTime" });
  });

  it("reads no more than it may", async () => {
    answer = (_, response) => response.end("x".repeat(100));
    await expect(post({ maxBytes: 99 })).rejects.toThrow("more than 99 bytes");
    expect((await post({ maxBytes: 100 })).text).toHaveLength(100);
  });

  it("fails when the connection ends in the middle of a response", async () => {
    answer = (request, response) => {
      response.writeHead(200, { "Content-Length": "10" });
      response.write("half");
      setImmediate(() => request.socket.destroy());
    };
    await expect(post()).rejects.toThrow();
  });

  it("sends again what may arrive twice if a kept connection ends just then, and nothing else", async () => {
    let requests = 0;
    answer = (_, response) => response.end("{}");
    const closeWhileSending = () => {
      answer = (request, response) => {
        requests += 1;
        if (requests === 1) request.socket.destroy();
        else response.end("{}");
      };
    };
    await post();
    closeWhileSending();
    expect((await post({ isRepeatable: true })).status).toBe(200);
    expect(requests).toBe(2);
    requests = 0;
    await expect(post()).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(requests).toBe(1);
  });

  it("follows to where the server has moved, with the same body", async () => {
    answer = (request, response) => {
      if (request.url === "/path") return response.writeHead(308, { Location: "/new" }).end();
      request.pipe(response.writeHead(200, { "X-Method": request.method }));
    };
    expect(await post()).toMatchObject({ status: 200, text: '{"é":1}', headers: { "x-method": "POST" } });
  });

  it("shows its key and its password again at the same origin, and nothing of them at another", async () => {
    const seen: string[] = [];
    const { port } = server.address() as AddressInfo;
    answer = ({ url: path, headers }, response) => {
      seen.push(`${path} ${headers.authorization} ${headers["x-key"]}`);
      if (path === "/path") return response.writeHead(307, { Location: "/near" }).end();
      if (path === "/near") return response.writeHead(307, { Location: `http://localhost:${port}/far` }).end();
      response.end("done");
    };
    const withPassword = url.replace("http://", "http://me:secret@");
    const posted = await postJson(withPassword, "{}", { timeout: 5_000, headers: { "X-Key": "k" } });
    expect(posted.text).toBe("done");
    const basic = `Basic ${btoa("me:secret")}`;
    expect(seen).toEqual([`/path ${basic} k`, `/near ${basic} k`, "/far undefined undefined"]);
  });

  it("does not follow for ever, nor to what is no address", async () => {
    let asked = 0;
    answer = (_, response) => {
      asked += 1;
      response.writeHead(308, { Location: "/path" }).end();
    };
    expect(await post()).toMatchObject({ status: 308 });
    expect(asked).toBe(4);
    answer = (_, response) => response.writeHead(308, { Location: "http://" }).end();
    expect(await post()).toMatchObject({ status: 308 });
  });

  it("says that nobody listens", async () => {
    await expect(postJson("http://127.0.0.1:9/", "{}", { timeout: 1_000 })).rejects.toMatchObject({
      code: "ECONNREFUSED",
    });
  });
});
