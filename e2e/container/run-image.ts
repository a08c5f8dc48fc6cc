import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Image } from "./image";
import { type Ended, runTool } from "./run-tool";
import { type RunOptions, runtimeConfig } from "./runtime-config";

export type Container = {
  /** Everything it printed. */
  output(): string;
  /** Runs a command in it, as its user. */
  exec(...command: string[]): Promise<Ended>;
  /** Waits for its end. Resolves with its exit code. */
  exited: Promise<number | null>;
  /** Sends a signal and waits for its exit code. */
  stop(signal?: "TERM" | "KILL"): Promise<number | null>;
  /** Removes what is left of it. */
  remove(): Promise<void>;
};

/** Runs an image with runc, as `docker run` would. Returns as soon as it was started. */
export function runImage(image: Image, options: RunOptions): Container {
  const bundle = mkdtempSync(join(tmpdir(), "filekiosk-container-"));
  const name = `filekiosk-${randomBytes(6).toString("hex")}`;
  const runc = (...args: string[]) => ["--root", join(bundle, "state"), ...args];
  writeFileSync(join(bundle, "config.json"), JSON.stringify(runtimeConfig(image, options)));
  const child = spawn("runc", runc("run", "--bundle", bundle, name), { stdio: ["ignore", "pipe", "pipe"] });
  const parts: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => parts.push(String(part)));
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  return {
    output: () => parts.join(""),
    exec: (...command) => runTool("runc", runc("exec", name, ...command)),
    exited,
    async stop(signal = "TERM") {
      await runTool("runc", runc("kill", name, signal));
      return exited;
    },
    async remove() {
      await runTool("runc", runc("delete", "--force", name));
      if (isRunning()) await exited;
      rmSync(bundle, { recursive: true, force: true });
    },
  };
}
