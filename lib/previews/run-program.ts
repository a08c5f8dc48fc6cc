import "server-only";
import { type ChildProcess, spawn } from "node:child_process";
import { constants, setPriority } from "node:os";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AppError } from "@/lib/errors";
import { perProcess } from "@/lib/process";
import type { ByteSource } from "@/lib/storage/byte-source";
import { Turns } from "@/lib/turns";
import { confinement, packages } from "./confinement/confinement";
import { RangeBroker, type RangeLimits, readRequest } from "./range-broker";
import { type ProgramAnswer, ProgramFailed, readAnswer } from "./read-answer";

/** Programs that run at once, and how many more may wait. */
const AT_ONCE = 2;
const MAX_WAITING = 30;

/** The limits of a program, beyond which it is killed. */
export type ProgramLimits = {
  /** Milliseconds of processor time. */
  time: number;
  /** Bytes. */
  memory: number;
  /** Bytes of its answer. */
  output: number;
  /** How much of its input it may read, where it asks for ranges of it. */
  ranges?: RangeLimits;
  /** Bytes of one file that it may write; none by default. */
  files?: number;
  /** Folders that it reads besides its own, and one of them that it writes. */
  folders?: { read: string; write: string };
};

/** On a busy machine a program waits for the processor: by the clock it may take this many times its processor time. */
const CLOCK_PER_CPU = 4;
/** Each answer begins with it, and no request. */
const BRACE = 0x7b;
const STOPPED = "was stopped";
/** V8 needs some for itself; a picture is not kept there. */
const HEAP_MB = 96;

/** What a program works on: all of its bytes, or a file of which it asks for ranges. */
type ProgramInput = Readable | Uint8Array | ByteSource;

/**
 * Runs one of the programs in `programs/` on bytes that may be hostile, in a separate process: without our settings,
 * without a network and our files if the system allows it (`confinement`), unable to write a file, killed when it takes too
 * long, uses too much memory, or prints too much. Few run in parallel, at a low priority, so that a sale never waits for a picture.
 *
 * @param params passed on as JSON
 * @throws ProgramFailed when there is no picture; AppError `server_busy` when too many are waiting
 */
export function runProgram(
  program: string,
  params: object,
  input: ProgramInput,
  limits: ProgramLimits,
  env: Record<string, string> = {},
): Promise<ProgramAnswer> {
  return inTurn(() => attempt(program, { ...params, memory: limits.memory }, input, limits, env));
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const end = await perProcess("previews.turns", () => new Turns(AT_ONCE, MAX_WAITING)).take();
  if (!end) throw new AppError("server_busy", { headers: { "Retry-After": "10" } });
  try {
    return await work();
  } finally {
    end();
  }
}

async function attempt(
  program: string,
  params: object,
  input: ProgramInput,
  limits: ProgramLimits,
  env: Record<string, string>,
): Promise<ProgramAnswer> {
  const script = join(/* turbopackIgnore: true */ process.cwd(), "lib/previews/programs", `${program}.mjs`);
  const isAsked = "read" in input && "size" in input;
  const child = await start(script, isAsked ? { ...params, size: input.size } : params, limits, env);
  try {
    if (isAsked) {
      const broker = new RangeBroker(input, limits.ranges ?? { bytes: 0, reads: 0 });
      return readAnswer(await readOutput(child, limits, broker));
    }
    const [output] = await Promise.all([readOutput(child, limits), feed(child, input)]);
    return readAnswer(output);
  } finally {
    child.kill("SIGKILL");
  }
}

async function start(
  script: string,
  params: object,
  limits: ProgramLimits,
  env: Record<string, string>,
): Promise<ChildProcess> {
  const { command, descriptor } = await confinement();
  const { read, write } = limits.folders ?? {};
  const folders = {
    read: [
      packages(),
      join(/* turbopackIgnore: true */ process.cwd(), "lib/previews/programs"),
      dirname(script),
      ...(read ? [read] : []),
    ],
    write: write ? [write] : [],
  };
  const node = [process.execPath, `--max-old-space-size=${HEAP_MB}`, "--openssl-config=/dev/null", script];
  const [program = "", ...args] = withLimits([...command(folders), ...node, JSON.stringify(params)], limits);
  const child = spawn(/* turbopackIgnore: true */ program, args, {
    env: env as NodeJS.ProcessEnv,
    stdio: ["pipe", "pipe", "pipe", descriptor ?? "ignore"],
  });
  // Lower than the server's, but not so low that nothing is ever drawn on a busy machine. If it cannot be lowered, it
  // stays as it is.
  child.once("spawn", () => {
    try {
      if (child.pid) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
    } catch {}
  });
  return child;
}

/** A shell sets the system's limits and then becomes the program. Windows has none; there the worker watches itself. */
function withLimits(command: string[], { time, memory, files = 0 }: ProgramLimits): string[] {
  if (process.platform === "win32") return command;
  // Files are counted in blocks of 512 bytes, memory in KB, processor time in seconds.
  const limits = [
    `c 0`,
    `f ${Math.ceil(files / 512)}`,
    `d ${Math.ceil(memory / 1024)}`,
    `t ${Math.ceil(time / 1000) + 1}`,
  ];
  // Tried in a subshell first: a limit that cannot be set would end the shell.
  const set = limits.map((limit) => `(ulimit -${limit}) 2>/dev/null && ulimit -${limit}`);
  return ["/bin/sh", "-c", `${set.join("\n")}\nexec "$@"`, "sh", ...command];
}

async function feed(child: ChildProcess, input: Readable | Uint8Array): Promise<void> {
  if (!child.stdin) return;
  const source = input instanceof Uint8Array ? [input] : input;
  // The worker may have stopped reading early and exited: then its result counts.
  await pipeline(source, child.stdin).catch((error: NodeJS.ErrnoException) => {
    if (!["EPIPE", "ECONNRESET", "ERR_STREAM_PREMATURE_CLOSE"].includes(error.code ?? "")) throw error;
  });
}

/** @param broker answers what it asks before its own answer begins */
function readOutput(child: ChildProcess, limits: ProgramLimits, broker?: RangeBroker): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let length = 0;
    let complaint = "";
    const stop = (why: string) => {
      complaint = `${STOPPED}: ${why}`;
      child.kill("SIGKILL");
      child.stdout?.resume();
    };
    const longest = limits.time * CLOCK_PER_CPU;
    const timer = setTimeout(() => stop(`took longer than ${longest} ms`), longest);
    child.stdin?.on("error", () => {});
    child.stdout?.on("data", (part: Buffer) => {
      if (complaint.startsWith(STOPPED)) return;
      const request = parts.length === 0 && broker ? readRequest(part) : null;
      if (request && broker && child.stdin) {
        // One that asks without reading what is answered waits, and takes no memory of ours.
        child.stdout?.pause();
        broker
          .answer(request, child.stdin)
          .catch((error: unknown) => {
            reject(error);
            stop("its file could not be read");
          })
          .finally(() => {
            if (broker.isDefied) stop("asked on though it was refused");
            child.stdout?.resume();
          });
        return;
      }
      // It would wait for an answer that nobody gives.
      if (parts.length === 0 && broker && part[0] !== BRACE) return stop("asked in another way than by ranges");
      length += part.length;
      if (length > limits.output) stop(`answered more than ${limits.output} bytes`);
      else parts.push(part);
    });
    child.stderr?.on("data", (part: Buffer) => {
      if (complaint.length < 2_000) complaint += part.toString();
    });
    child.once("error", reject);
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      if (code === 0) resolve(Buffer.concat(parts));
      else reject(new ProgramFailed("killed", `ended with ${signal ?? code}. ${complaint.slice(0, 500)}`));
    });
  });
}

/** The error for a picture that could not be used. */
export function refusedPicture(error: ProgramFailed): AppError {
  const words = {
    "too-large": "It has too many pixels. Send a smaller one.",
    "too-small": "It has too few pixels.",
    unreadable: "Send a JPEG, PNG, WebP, GIF, AVIF, TIFF or BMP that opens elsewhere.",
    encrypted: "It has a password. Save it without one.",
    killed: "It takes too much to open. Save it again, or send a smaller one.",
  };
  return new AppError("picture_unreadable", { detail: words[error.reason], cause: error });
}
