import { createSocket } from "node:dgram";
import { Resolver } from "node:dns";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { Lookup } from "@/lib/outbound/post-outside";

/**
 * A name server on this machine that changes its mind: each question for an IPv4 address gets the next of these answers, and
 * the last one from then on.
 *
 * @returns `lookup` that asks it, and how many questions came
 */
export async function startDnsServer(answers: string[][]): Promise<{
  lookup: Lookup;
  asked(): number;
  close(): void;
}> {
  const socket = createSocket("udp4");
  let asked = 0;
  socket.on("message", (question, from) => {
    const addresses = answers[Math.min(asked, answers.length - 1)] ?? [];
    asked += 1;
    socket.send(answer(question, addresses), from.port, from.address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  const resolver = new Resolver();
  resolver.setServers([`127.0.0.1:${(socket.address() as AddressInfo).port}`]);
  return {
    lookup: (hostname, _options, callback) =>
      resolver.resolve4(hostname, (error, found) =>
        callback(
          error,
          (found ?? []).map((address) => ({ address, family: 4 })),
        ),
      ),
    asked: () => asked,
    close: () => socket.close(),
  };
}

/** RFC 1035, section 4: the question with its header turned into an answer's, and one record for each address. */
function answer(question: Buffer, addresses: string[]): Buffer {
  let end = 12;
  while (question[end]) end += 1 + (question[end] ?? 0);
  const asked = question.subarray(0, end + 5);
  const header = Buffer.from(asked.subarray(0, 12));
  header.writeUInt16BE(0x8180, 2);
  header.writeUInt16BE(addresses.length, 6);
  header.writeUInt32BE(0, 8);
  const records = addresses.map((address) =>
    Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split(".").map(Number)]),
  );
  return Buffer.concat([header, asked.subarray(12), ...records]);
}
