import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { scanner as parser } from "@/lib/settings/parsers/scanner";
import { readToEnd, replaceEnd, startScannerServer } from "@/test/scanner-server";
import { openScanner } from "./open-scanner";
import type { ScanTimes } from "./scanner";

/** Scanners that lie, hang, break off and talk nonsense: what they say is never "clean". */

const times: ScanTimes = { connect: 300, idle: 300, answer: 300, all: 2_000 };
const SMALL = 3_000;
/** More than the buffers of a connection hold. */
const LARGE = 16_000_000;
const PIECE = 100_000;

function bytesOf(size: number, announced = size) {
  const pieces = function* () {
    for (let sent = 0; sent < size; sent += PIECE) yield Buffer.alloc(Math.min(PIECE, size - sent), 1);
  };
  return { bytes: Readable.from(pieces()), size: announced };
}
const say = (words: string) => (socket: Socket) => void socket.write(words, () => socket.destroy());

async function scanBy(onStream: (socket: Socket) => void, size: number, byTcp: boolean, announced = size) {
  const server = await startScannerServer(onStream, { byTcp });
  const input = bytesOf(size, announced);
  try {
    return await openScanner(parser.parse(server.setting), times).scan(input);
  } finally {
    await server.stop();
    expect(input.bytes.destroyed).toBe(true);
  }
}

describe.each([
  ["a Unix socket", false],
  ["TCP", true],
])("clamd by %s", (_, byTcp) => {
  const fails: [string, (socket: Socket) => void, size: number, why: RegExp][] = [
    ["closes in the middle", (socket) => socket.once("data", () => socket.destroy()).resume(), LARGE, /broke off/],
    ["resets in the middle", (socket) => socket.once("data", () => reset(socket)).resume(), LARGE, /broke off/],
    ["ends in the middle", (socket) => socket.once("data", () => socket.end()).resume(), LARGE, /broke off/],
    ["reads all and says nothing", readToEnd(""), SMALL, /broke off/],
    ["says half an answer", readToEnd("stream: O"), SMALL, /broke off/],
    ["says OK without its end", readToEnd("stream: OK"), SMALL, /broke off/],
    ["says OK before it has read everything", say("stream: OK\0"), LARGE, /before it had|broke off/],
    ["talks nonsense", readToEnd("HTTP/1.1 200 OK\r\n\r\n\0"), SMALL, /answered: HTTP/],
    ["says OK about something else", readToEnd("/etc/passwd: OK\0"), SMALL, /answered/],
    ["says OK twice", readToEnd("stream: OK\0stream: OK\0"), SMALL, /more than an answer/],
    ["takes OK back", readToEnd("stream: OK\0x"), SMALL, /more than an answer/],
    ["reports an error", readToEnd("stream: Can't allocate memory ERROR\0"), SMALL, /Can't allocate/],
    ["says nothing but its end", readToEnd("\0"), SMALL, /nothing/],
    ["does not know the command", say("UNKNOWN COMMAND\0"), LARGE, /UNKNOWN COMMAND|broke off/],
    ["talks without end", readToEnd("x".repeat(100_000)), SMALL, /more than an answer/],
    ["hangs while it is sent to", () => {}, LARGE, /does not respond/],
    ["never says anything", (socket) => void socket.resume(), SMALL, /does not respond/],
    ["says OK and keeps the connection", keepOpen, SMALL, /did not end in order/],
  ];
  it.each(fails)("that %s gives no result", async (_what, onStream, size, why) => {
    await expect(scanBy(onStream, size, byTcp)).rejects.toThrow(why);
  });

  it("that sends an answer in pieces is understood", async () => {
    const inPieces = (socket: Socket) => {
      const { end } = socket;
      replaceEnd(socket, (words) => {
        socket.write(words.slice(0, 3), () => setImmediate(() => end.call(socket, words.slice(3))));
      });
      readToEnd("stream: OK\0")(socket);
    };
    expect(await scanBy(inPieces, LARGE, byTcp)).toEqual({ state: "clean" });
  });

  it("that says a name with control characters has it cleaned", async () => {
    const found = await scanBy(readToEnd(`stream: Ev\u001b[31mil${"x".repeat(900)} FOUND\0`), SMALL, byTcp);
    expect(found).toEqual({ state: "found", signature: expect.stringMatching(/^Ev \[31milx{190,}$/) });
  });

  it("is not told that a part is the whole", async () => {
    await expect(scanBy(readToEnd("stream: OK\0"), SMALL, byTcp, SMALL + 1)).rejects.toThrow("could be read");
  });
});

/** Only TCP has a reset. */
function reset(socket: Socket): void {
  if (socket.remoteAddress) socket.resetAndDestroy();
  else socket.destroy();
}

/** An answer, and then no end. */
function keepOpen(socket: Socket): void {
  replaceEnd(socket, (words) => socket.write(words));
  readToEnd("stream: OK\0")(socket);
}

it("clamd that takes a little now and then ends with the time for all", async () => {
  const drip = (socket: Socket) => {
    const timer = setInterval(() => void socket.read(10_000), 50);
    socket.once("close", () => clearInterval(timer));
  };
  const brief = openScanner(parser.parse((await startScannerServer(drip)).setting), { ...times, all: 600 });
  await expect(brief.scan(bytesOf(LARGE))).rejects.toThrow("took too long");
});

it("clamd that is not there cannot be reached", async () => {
  const scanner = openScanner(parser.parse("clamd:///nowhere/clamd.ctl"), times);
  await expect(scanner.scan(bytesOf(SMALL))).rejects.toMatchObject({ reached: false });
  await expect(scanner.version()).rejects.toMatchObject({ reached: false });
});

it("bytes that cannot be read give no result", async () => {
  const server = await startScannerServer(readToEnd("stream: OK\0"));
  const bytes = Readable.from(
    (function* () {
      yield Buffer.alloc(10);
      throw new Error("the disk is broken");
    })(),
  );
  await expect(openScanner(parser.parse(server.setting), times).scan({ bytes, size: 20 })).rejects.toThrow("broken");
  await server.stop();
});

describe("a command", () => {
  const folder = mkdtempSync(join(tmpdir(), "filekiosk-command-"));
  let count = 0;
  function program(script: string): string {
    const path = join(folder, `scan-${count++}`);
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
    return path;
  }
  const scan = (script: string, size = SMALL, args = "") =>
    openScanner(parser.parse(`command:${program(script)} ${args}`), times).scan(bytesOf(size));

  it("is clean by 0 and found by 1, with the name that it prints", async () => {
    expect(await scan("cat > /dev/null", LARGE)).toEqual({ state: "clean" });
    expect(await scan('cat > /dev/null; echo "stream: Evil FOUND"; exit 1')).toEqual({
      state: "found",
      signature: "Evil",
    });
    expect(await scan("echo; echo something; exit 1", LARGE)).toEqual({ state: "found", signature: "something" });
    expect(await scan("cat > /dev/null; exit 1")).toEqual({ state: "found", signature: "unnamed" });
  });

  const fails: [string, string, number, RegExp][] = [
    ["ends with 2", "cat > /dev/null; echo no database; exit 2", SMALL, /ended with 2: no database/],
    ["is killed", "kill -9 $$", SMALL, /a signal/],
    ["reads only the beginning", "head -c 100 > /dev/null", LARGE, /before it had the whole file/],
    ["prints without end", "yes", SMALL, /prints too much/],
    ["hangs", "sleep 600", SMALL, /too long/],
    ["hangs with children", "sleep 600 & sleep 600", SMALL, /too long/],
  ];
  it.each(fails)("that %s gives no result", async (_what, script, size, why) => {
    await expect(scan(script, size)).rejects.toThrow(why);
  });

  it("gets its arguments as they are, without a shell, and none of our settings", async () => {
    const out = join(folder, "out");
    await scan(
      `cat > /dev/null; env > ${out}; for one in "$@"; do echo "$one" >> ${out}; done`,
      SMALL,
      "$(id) ;ls --x=*",
    );
    const said = readFileSync(out, "utf8");
    expect(said).toMatch(/\$\(id\)\n;ls\n--x=\*\n$/);
    expect(said).not.toMatch(/SECRET|APP_URL|DATABASE/);
  });

  it("leaves no process behind", async () => {
    const pidFile = join(folder, "pid");
    await expect(scan(`sleep 600 & echo $! > ${pidFile}; wait`)).rejects.toThrow("too long");
    const pid = readFileSync(pidFile, "utf8").trim();
    await expect.poll(() => existsSync(`/proc/${pid}/fd/0`)).toBe(false);
  });

  it("that is not there cannot be reached", async () => {
    const scanner = openScanner(parser.parse("command:/nowhere/scan -"), times);
    await expect(scanner.scan(bytesOf(SMALL))).rejects.toMatchObject({ reached: false });
    await expect(scanner.version()).rejects.toMatchObject({ reached: false });
  });
});
