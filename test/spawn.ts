import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { compileProgram } from "./compile-program";

export type TestProcess = {
  /** The next line of its standard output; fails when it ends before. */
  line(): Promise<string>;
  /** Sends a line to its standard input. */
  tell(text: string): void;
  /** Waits for its end; fails with its error output unless it ended well. */
  end(): Promise<void>;
  kill(): void;
};

/** Starts a TypeScript file of `test/processes` as a real second process. */
export function startProcess(file: string, ...args: string[]): TestProcess {
  return wrap(
    spawn(process.execPath, ["--conditions=react-server", compileProgram(`test/processes/${file}`), ...args], {
      stdio: ["pipe", "pipe", "pipe"],
    }),
  );
}

function wrap(child: ChildProcessByStdio<Writable, Readable, Readable>): TestProcess {
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = once(child, "close") as Promise<[number | null]>;
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  return {
    line: async () => {
      const { value, done } = await lines.next();
      if (done) throw new Error(`The process ended early. ${errors}`);
      return value;
    },
    tell: (text) => child.stdin.write(`${text}\n`),
    end: async () => {
      const [code] = await ended;
      if (code !== 0) throw new Error(`The process ended with ${code}. ${errors}`);
    },
    kill: () => child.kill("SIGKILL"),
  };
}
