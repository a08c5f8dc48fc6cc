import { spawn } from "node:child_process";

export type Ended = { code: number | null; output: string };

/** Runs a program to its end and keeps what it printed. */
export function runTool(command: string, args: readonly string[]): Promise<Ended> {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  const parts: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => parts.push(String(part)));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output: parts.join("") }));
  });
}

/** The same for one that has to succeed. Resolves with its output. */
export async function mustRun(command: string, args: readonly string[]): Promise<string> {
  const { code, output } = await runTool(command, args);
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}:\n${output}`);
  return output;
}
