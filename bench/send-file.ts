import { Agent, type IncomingMessage, request } from "node:http";
import { UPLOAD_PART_SIZE, UPLOAD_TOKEN_HEADER } from "../lib/uploads/schema";

export type Sent = { url: string; token: string; seconds: number };

/** The same bytes again and again: making them must not take part in what is measured. */
const block = Buffer.alloc(1024 * 1024, "sold once, downloaded a thousand times. ");

/**
 * Uploads `size` bytes by tus in parts of the size that the page sends.
 *
 * @param endpoint of the tus server
 * @param headers such as who uploads
 * @returns where the upload is, its token, and how long it took from creation to the last answer
 */
export async function sendFile(endpoint: string, size: number, headers: Record<string, string> = {}): Promise<Sent> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const began = performance.now();
  try {
    const created = await ask(endpoint, "POST", agent, {
      ...headers,
      "Upload-Length": String(size),
      "Upload-Metadata": `filename ${Buffer.from("bench.bin").toString("base64")}`,
    });
    expectStatus(created, 201);
    const url = new URL(created.headers.location ?? "", endpoint).href;
    const token = String(created.headers[UPLOAD_TOKEN_HEADER.toLowerCase()] ?? "");
    for (let offset = 0; offset < size; offset += UPLOAD_PART_SIZE) {
      const length = Math.min(UPLOAD_PART_SIZE, size - offset);
      const partHeaders = {
        ...headers,
        "Upload-Offset": String(offset),
        "Content-Type": "application/offset+octet-stream",
        ...(token ? { [UPLOAD_TOKEN_HEADER]: token } : {}),
      };
      expectStatus(await ask(url, "PATCH", agent, partHeaders, length), 204);
    }
    return { url, token, seconds: (performance.now() - began) / 1_000 };
  } finally {
    agent.destroy();
  }
}

function ask(
  url: string,
  method: string,
  agent: Agent,
  headers: Record<string, string>,
  length = 0,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const all = { "Tus-Resumable": "1.0.0", "Content-Length": String(length), ...headers };
    const outgoing = request(url, { method, agent, headers: all }, (answer) => {
      answer.resume().on("end", () => resolve(answer));
    });
    outgoing.on("error", reject);
    let left = length;
    const push = () => {
      while (left > 0) {
        const part = left < block.length ? block.subarray(0, left) : block;
        left -= part.length;
        if (!outgoing.write(part)) return void outgoing.once("drain", push);
      }
      outgoing.end();
    };
    push();
  });
}

function expectStatus(answer: IncomingMessage, status: number): void {
  if (answer.statusCode !== status) throw new Error(`the upload was answered with ${answer.statusCode}`);
}
