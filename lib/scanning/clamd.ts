import "server-only";
import type { NetConnectOpts } from "node:net";
import { setImmediate } from "node:timers/promises";
import { readScanAnswer } from "./clamd-answer";
import { ClamdConversation } from "./clamd-conversation";
import { readable, ScanFailed } from "./scan-failed";
import type { ScanInput, Scanner, ScanResult, ScanTimes } from "./scanner";

/**
 * clamd by its own protocol: INSTREAM sends the bytes in pieces, each after its length (32 bits, big-endian), until one of
 * length zero. Nothing is read ahead of what clamd takes.
 */
export function clamdScanner(at: NetConnectOpts, times: ScanTimes): Scanner {
  const ask = async (command: string) => {
    const conversation = new ClamdConversation(at, times.connect);
    const timer = setTimeout(
      () => conversation.end(new ScanFailed("The scanner does not respond.")),
      2 * times.connect,
    );
    try {
      await conversation.send(`z${command}\0`);
      return await conversation.answer();
    } finally {
      clearTimeout(timer);
      conversation.end();
    }
  };
  return {
    async version() {
      return readable(await ask("VERSION"));
    },
    async scan(input) {
      // One that hangs is found out here, and not only after the time that a result may take.
      if ((await ask("PING")) !== "PONG") throw new ScanFailed("The scanner does not answer PING.", { reached: false });
      const conversation = new ClamdConversation(at, times.connect);
      const late = () => conversation.end(new ScanFailed("The scan took too long."));
      const timer = setTimeout(late, times.all);
      try {
        return await stream(conversation, input, times);
      } finally {
        clearTimeout(timer);
        conversation.end();
      }
    },
  };
}

async function stream(conversation: ClamdConversation, input: ScanInput, times: ScanTimes): Promise<ScanResult> {
  await conversation.send("zINSTREAM\0");
  conversation.allow(times.idle);
  const isComplete = await sendAll(conversation, input);
  conversation.allow(times.answer);
  const result = readScanAnswer(await conversation.answer(), isComplete);
  if (result.state === "clean" && conversation.trouble) {
    throw new ScanFailed("The scanner said OK and did not end in order, so it may not have read everything.", {
      cause: conversation.trouble,
    });
  }
  return result;
}

/** @returns whether every byte was sent before the scanner said anything @throws what reading throws */
async function sendAll(conversation: ClamdConversation, { bytes, size }: ScanInput): Promise<boolean> {
  let sent = 0;
  // Leaving the loop destroys the stream that is read.
  for await (const piece of bytes as AsyncIterable<Buffer>) {
    // A piece of length zero would be the end.
    if (piece.length === 0) continue;
    // What has arrived is read first: a write to a closed connection would discard an answer that is still unread.
    await setImmediate();
    if (conversation.isOver) return false;
    await conversation.send(lengthOf(piece), piece);
    sent += piece.length;
  }
  if (sent !== size) throw new ScanFailed(`Of ${size} bytes ${sent} could be read.`);
  if (conversation.isOver) return false;
  await conversation.send(Buffer.alloc(4));
  return true;
}

function lengthOf(piece: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(piece.length);
  return length;
}
