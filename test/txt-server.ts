import { createSocket, type RemoteInfo } from "node:dgram";
import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { createServer } from "node:net";

/** One resource record: its type, and its data. */
type Record = { type: number; data: Buffer; name?: Buffer };
/** What a name server does with a question for a name. */
export type Behaviour =
  | { kind: "records"; records: Record[] }
  /** RFC 1035, section 4.1.1: 2 server failure, 3 no such name, 5 refused. */
  | { kind: "code"; code: number }
  | { kind: "silent" }
  /** Bytes that are no answer, after the question's id. */
  | { kind: "garbage"; bytes: Buffer };

const TXT = 16;
const CNAME = 5;

/** A TXT record with these strings, each of at most 255 bytes. */
export function txt(...strings: string[]): Record {
  const data = strings.map((text) => {
    const bytes = Buffer.from(text);
    return Buffer.concat([Buffer.from([bytes.length]), bytes]);
  });
  return { type: TXT, data: Buffer.concat(data) };
}

export const cname = (of: string, to: string): Record => ({ type: CNAME, data: nameBytes(to), name: nameBytes(of) });

/** A text cut into strings as registrars do. */
export const longTxt = (text: string): Record => txt(...(text.match(/.{1,255}/gs) ?? [""]));

function nameBytes(name: string): Buffer {
  const labels = name.split(".").map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]));
  return Buffer.concat([...labels, Buffer.from([0])]);
}

/**
 * A name server on this machine, over UDP and TCP, that answers questions for TXT records as it is told, whatever the RFCs say.
 *
 * @param behave what it does for a name, in lower case
 */
export async function startTxtServer(behave: (name: string) => Behaviour) {
  const asked: string[] = [];
  const udp = createSocket("udp4");
  udp.bind(0, "127.0.0.1");
  await once(udp, "listening");
  const { port } = udp.address() as AddressInfo;
  udp.on("message", (question: Buffer, from: RemoteInfo) => {
    const reply = answer(question, behave, asked);
    if (!reply) return;
    // RFC 1035, section 4.2.1: what does not fit is cut, and the client asks again over TCP.
    udp.send(reply.length > 512 ? cut(reply, question) : reply, from.port, from.address);
  });
  const sockets = new Set<Socket>();
  const tcp = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {}).on("close", () => sockets.delete(socket));
    socket.on("data", (data: Buffer) => {
      const reply = answer(data.subarray(2), behave, asked);
      if (!reply) return;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(Math.min(reply.length, 65_535));
      socket.write(Buffer.concat([length, reply.subarray(0, 65_535)]));
    });
  });
  await once(tcp.listen(port, "127.0.0.1"), "listening");
  return {
    address: `127.0.0.1:${port}`,
    /** The names that were asked for. */
    asked,
    close() {
      udp.close();
      for (const socket of sockets) socket.destroy();
      tcp.close();
    },
  };
}

function answer(question: Buffer, behave: (name: string) => Behaviour, asked: string[]): Buffer | null {
  const { name, end } = readName(question);
  asked.push(name);
  const done = behave(name.toLowerCase());
  if (done.kind === "silent") return null;
  if (done.kind === "garbage") return Buffer.concat([question.subarray(0, 2), done.bytes]);
  const records = done.kind === "records" ? done.records : [];
  const header = Buffer.from(question.subarray(0, 12));
  header.writeUInt16BE(0x8180 | (done.kind === "code" ? done.code : 0), 2);
  header.writeUInt16BE(Math.min(records.length, 65_535), 6);
  header.writeUInt32BE(0, 8);
  return Buffer.concat([header, question.subarray(12, end), ...records.map(write)]);
}

function write({ type, data, name = Buffer.from([0xc0, 12]) }: Record): Buffer {
  const head = Buffer.alloc(10);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(1, 2);
  head.writeUInt16BE(data.length, 8);
  return Buffer.concat([name, head, data]);
}

/** The header and the question, marked as cut. */
function cut(reply: Buffer, question: Buffer): Buffer {
  const short = Buffer.from(reply.subarray(0, readName(question).end));
  short.writeUInt16BE(0x8380, 2);
  short.writeUInt16BE(0, 6);
  return short;
}

function readName(question: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = 12;
  while (question[at]) {
    const length = question[at] ?? 0;
    labels.push(question.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join("."), end: at + 5 };
}
