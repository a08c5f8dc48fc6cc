import "server-only";
import { type ChildProcess, spawn } from "node:child_process";
import { access, constants } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { readable, ScanFailed } from "./scan-failed";
import type { ScanInput, Scanner, ScanResult, ScanTimes } from "./scanner";

/** Characters of what it prints. */
const LONGEST_OUTPUT = 64_000;

/**
 * A program that reads the file from its standard input: exit code 0 is clean, 1 is found, anything else an error, as
 * clamdscan and clamscan have them. It gets no shell, no name of a file and none of our settings.
 */
export function commandScanner({ file, args }: { file: string; args: string[] }, times: ScanTimes): Scanner {
  return {
    async version() {
      await access(file, constants.X_OK).catch((cause: unknown) => {
        throw new ScanFailed(`${file} is no program that can be run.`, { reached: false, cause });
      });
      return null;
    },
    async scan(input) {
      const child = spawn(/* turbopackIgnore: true */ file, args, {
        cwd: "/",
        env: {
          PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
          LC_ALL: "C",
        } as unknown as NodeJS.ProcessEnv,
        stdio: ["pipe", "pipe", "pipe"],
        // A group of its own, so that programs that it starts end with it.
        detached: true,
      });
      try {
        const [isRead, end] = await Promise.all([feed(child, input), untilEnd(child, times.all)]);
        return judge(end, isRead);
      } finally {
        killAll(child);
      }
    },
  };
}

type End = { code: number | null; output: string };

function judge({ code, output }: End, isRead: boolean): ScanResult {
  if (code === 1) return { state: "found", signature: signatureIn(output) };
  if (code !== 0 && /size limit exceeded/i.test(output)) return { state: "too-large" };
  if (code !== 0) throw new ScanFailed(`The scanner ended with ${code ?? "a signal"}: ${readable(output)}`);
  if (!isRead) throw new ScanFailed("The scanner ended well before it had the whole file.");
  return { state: "clean" };
}

/** "stream: Win.Test.EICAR_HDB-1 FOUND", or else the first line. */
function signatureIn(output: string): string {
  const [, named] = /: (\S.*) FOUND$/m.exec(output) ?? [];
  return readable(named ?? output.split("\n").find((line) => line.trim() !== "") ?? "") || "unnamed";
}

/** @returns whether it took every byte @throws what reading throws */
async function feed(child: ChildProcess, { bytes, size }: ScanInput): Promise<boolean> {
  if (!child.stdin) throw new ScanFailed("The scanner could not be started.", { reached: false });
  let sent = 0;
  const counted = async function* () {
    for await (const piece of bytes as AsyncIterable<Buffer>) {
      yield piece;
      sent += piece.length;
    }
  };
  try {
    await pipeline(counted, child.stdin);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (["EPIPE", "ECONNRESET", "ERR_STREAM_PREMATURE_CLOSE", "ERR_STREAM_DESTROYED"].includes(code)) return false;
    throw error;
  } finally {
    bytes.destroy();
  }
  if (sent !== size) throw new ScanFailed(`Of ${size} bytes ${sent} could be read.`);
  return true;
}

function untilEnd(child: ChildProcess, longest: number): Promise<End> {
  return new Promise((resolve, reject) => {
    let output = "";
    const giveUp = (why: string) => {
      killAll(child);
      reject(new ScanFailed(why));
    };
    const timer = setTimeout(() => giveUp("The scan took too long."), longest);
    const listen = (part: string) => {
      output += part;
      if (output.length > LONGEST_OUTPUT) giveUp("The scanner prints too much.");
    };
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", listen);
    child.once("error", (cause) => {
      clearTimeout(timer);
      reject(new ScanFailed("The scanner could not be started.", { reached: false, cause }));
    });
    child.once("close", (code) => {
      clearTimeout(timer);
      resolve({ code, output });
    });
  });
}

function killAll({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // All of them have ended.
  }
}
