import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

const root = join(import.meta.dirname, "..");
export const rivalsFolder = join(import.meta.dirname, "rivals");

/** A separate program that listens on this machine. */
export type Program = { url: string; pid: number; stop(): Promise<void> };

/** The file behind a command of one of the app's packages. */
export function findBin(name: string): string {
  const folder = join(root, "node_modules", name);
  const { bin } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { bin: Record<string, string> };
  return join(folder, bin[name] ?? "");
}

const running = new Set<ChildProcess>();
const others = new Set<number>();
// Whatever ends this process, nothing that it started continues.
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
  for (const pid of others) endQuietly(pid);
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

/** A process that somebody else started for us: it is not to outlive us. */
export function endWithUs(pid: number): void {
  others.add(pid);
}

function endQuietly(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended.
  }
}

/** Starts a rival, a plain Node program of `bench/rivals` that prints its port. */
export function startRival(file: string, ...args: string[]): Promise<Program> {
  return startProgram(process.execPath, [join(rivalsFolder, file), ...args]);
}

/** Starts a TypeScript program of `bench` that prints its port. */
export function startTypeScript(file: string, ...args: string[]): Promise<Program> {
  const flags = ["--import", "tsx", "--conditions=react-server"];
  return startProgram(process.execPath, [...flags, join(import.meta.dirname, file), ...args]);
}

/**
 * Starts a program and waits for the port that it prints on its first line.
 *
 * @param port where it listens, for a program that does not say so: it is asked until it answers
 */
export async function startProgram(command: string, args: string[], port?: number): Promise<Program> {
  const child = spawn(command, args, {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  void exited.then(() => running.delete(child));
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors = (errors + text).slice(-4_000);
  });
  const line = await Promise.race([
    port === undefined ? firstLine(child.stdout) : answers(port),
    exited.then(() => Promise.reject(new Error(`${args[0]} ended before it listened. ${errors}`))),
  ]);
  return {
    url: `http://127.0.0.1:${port ?? line}`,
    pid: child.pid ?? 0,
    async stop() {
      child.kill("SIGTERM");
      const late = setTimeout(() => child.kill("SIGKILL"), 5_000);
      await exited;
      clearTimeout(late);
    },
  };
}

function firstLine(output: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve) => createInterface({ input: output }).once("line", resolve));
}

async function answers(port: number): Promise<string> {
  while (!(await fetch(`http://127.0.0.1:${port}`).catch(() => null))) await sleep(50);
  return String(port);
}
