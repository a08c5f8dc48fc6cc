import { connect } from "node:net";

/** A client of bare sockets: it parses a head and counts bytes, so that it takes little of what is measured. */

export type Received = {
  status: number;
  /** Head of the answer, names as they came. */
  head: string;
  /** Body bytes. */
  bytes: number;
  /** From the request to the first byte of the body, in ms. */
  firstByteMs: number;
  /** From the request to the last byte, in ms. */
  totalMs: number;
};

const HEAD_END = Buffer.from("\r\n\r\n");
/** Bytes taken from the socket at once. */
const READ_SIZE = 1024 * 1024;

/**
 * GETs a URL and throws the body away.
 *
 * @throws Error when the connection ends before `Content-Length` bytes came
 */
export function receive(url: string, headers: Record<string, string> = {}): Promise<Received> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    let head: Buffer | null = null;
    let early = Buffer.alloc(0);
    let bytes = 0;
    let began = 0;
    let firstByteMs = Number.NaN;
    const take = (part: Buffer) => {
      if (head) {
        bytes += part.length;
      } else {
        early = Buffer.concat([early, part]);
        const end = early.indexOf(HEAD_END);
        if (end < 0) return;
        head = early.subarray(0, end);
        bytes = early.length - end - HEAD_END.length;
      }
      if (bytes > 0 && Number.isNaN(firstByteMs)) firstByteMs = performance.now() - began;
    };
    const buffer = Buffer.allocUnsafe(READ_SIZE);
    const onread = {
      buffer,
      callback: (length: number) => {
        // Only the head is looked at, so only then is something copied.
        take(head ? buffer.subarray(0, length) : Buffer.from(buffer.subarray(0, length)));
        return true;
      },
    };
    const socket = connect({ host: hostname, port: Number(port), onread }, () => {
      began = performance.now();
      socket.write(requestText("GET", url, { Connection: "close", ...headers }));
    });
    socket.on("error", reject);
    socket.on("close", () => {
      const text = head?.toString("latin1") ?? "";
      const length = /^content-length: *(\d+)/im.exec(text)?.[1];
      if (length !== undefined && Number(length) !== bytes) {
        return reject(new Error(`${url}: ${bytes} of ${length} bytes came`));
      }
      if (!text) return reject(new Error(`${url}: no answer came`));
      resolve({ status: statusOf(text), head: text, bytes, firstByteMs, totalMs: performance.now() - began });
    });
  });
}

export type Load = { connections: number; seconds: number; headers?: Record<string, string> };

/** Addresses of clients that a load pretends to have, so that no limit for one client is met. */
const CLIENTS = 200;

/**
 * Asks again and again over kept connections.
 *
 * @param urls one list for each server; a connection belongs to one server and goes round its list
 * @returns answers per second
 * @throws Error when an answer has another status than expected
 */
export async function answersPerSecond(urls: readonly string[][], status: number, load: Load): Promise<number> {
  const deadline = performance.now() + load.seconds * 1_000;
  const began = performance.now();
  const counts = await Promise.all(
    Array.from({ length: load.connections }, (_, at) => {
      return askUntil(deadline, urls[at % urls.length] ?? [], status, at, load.headers ?? {});
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0) / ((performance.now() - began) / 1_000);
}

function askUntil(
  deadline: number,
  urls: readonly string[],
  status: number,
  seed: number,
  headers: Record<string, string>,
): Promise<number> {
  const requests = Array.from({ length: Math.max(CLIENTS, urls.length) }, (_, at) => {
    const from = { "X-Forwarded-For": `10.0.${seed}.${at % CLIENTS}` };
    return Buffer.from(requestText("GET", urls[at % urls.length] as string, { ...from, ...headers }));
  });
  const { hostname, port } = new URL(urls[0] as string);
  return new Promise<number>((resolve, reject) => {
    let count = 0;
    let text = "";
    const socket = connect(Number(port), hostname);
    const ask = () => socket.write(requests[count % requests.length] as Buffer);
    socket.setEncoding("latin1").setNoDelay(true);
    socket.on("connect", ask);
    socket.on("error", reject);
    socket.on("data", (part: string) => {
      text += part;
      if (!isWhole(text)) return;
      if (statusOf(text) !== status) {
        socket.destroy();
        return reject(new Error(`${urls[0]} answered ${text.slice(0, 500)}`));
      }
      text = "";
      count += 1;
      if (performance.now() < deadline) return ask();
      socket.end();
      resolve(count);
    });
  });
}

/** True when head and body of one answer are there. Nothing is asked before, so nothing more can follow. */
function isWhole(text: string): boolean {
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return false;
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, end));
  return length ? text.length - end - 4 >= Number(length[1]) : text.endsWith("0\r\n\r\n");
}

function requestText(method: string, url: string, headers: Record<string, string>): string {
  const { host, pathname, search } = new URL(url);
  const lines = Object.entries({ Host: host, Accept: "*/*", ...headers }).map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${pathname}${search} HTTP/1.1`, ...lines, "", ""].join("\r\n");
}

function statusOf(text: string): number {
  return Number(text.slice(9, 12));
}
