import { Agent, type IncomingHttpHeaders, request as open } from "node:http";

/** A request as it goes on the wire. */
export type Wire = {
  method: string;
  /** Path and query; whatever the request line cannot have is escaped already. */
  path: string;
  /** Text that is no Latin-1 has to be its UTF-8 bytes, one character each: see `asHeader`. */
  headers: Record<string, string | string[]>;
  body?: string;
};

export type Answer = { status: number; headers: IncomingHttpHeaders; text: string };

/** Longer than any answer that is worth having (ms). */
const PATIENCE = 30_000;
/** Enough to see a stack trace, a page's included. */
const READ = 400_000;

/** Connections that are kept: what is measured is the request. */
export function newAgent(sockets: number): Agent {
  return new Agent({ keepAlive: true, maxSockets: sockets });
}

/** One request, read to its end. "lost": no answer came. */
export function send(origin: string, wire: Wire, agent: Agent): Promise<Answer | "lost"> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve) => {
    const { method, path, headers, body } = wire;
    const length =
      body === undefined && method === "GET" ? {} : { "content-length": String(Buffer.byteLength(body ?? "")) };
    const timer = setTimeout(() => req.destroy(), PATIENCE);
    const done = (answer: Answer | "lost") => {
      clearTimeout(timer);
      resolve(answer);
    };
    const req = open({
      hostname,
      port,
      agent,
      method,
      path,
      headers: { host: `${hostname}:${port}`, ...headers, ...length },
    });
    req.on("response", (res) => {
      let text = "";
      res.setEncoding("utf8");
      res.on("data", (part: string) => {
        if (text.length < READ) text += part;
      });
      res.on("end", () => done({ status: res.statusCode ?? 0, headers: res.headers, text }));
      res.on("error", () => done("lost"));
    });
    req.on("error", () => done("lost"));
    req.end(body);
  });
}

/** Text as the value of a header: its UTF-8 bytes as Latin-1, no line ends. */
export function asHeader(text: string): string {
  return Buffer.from(text.replace(/[\r\n\0]/g, " ")).toString("latin1");
}

/** Text as a part of a request line: only what it cannot have is escaped, so that `(`, `&` and `%` stay as they are. */
export function asTarget(text: string): string {
  return text.replace(/[^\x21-\x7e]|#/gu, (character) => encodeURIComponent(Buffer.from(character).toString()));
}
