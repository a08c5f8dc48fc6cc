import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";

const endWithParent = pathToFileURL(join(dirname(fileURLToPath(import.meta.url)), "end-with-parent.mjs")).href;

/**
 * Starts a long-running Node program in its own process group, so that Ctrl-C in the terminal reaches only us and we
 * choose the order of stopping. If we are killed, the program notices and stops too.
 *
 * @param {string[]} args for `node`
 * @param {{ env?: NodeJS.ProcessEnv, logFile?: string }} [options] logFile: output goes there (begun again) instead of
 *   to the terminal
 */
export function startProgram(args, { env = process.env, logFile } = {}) {
  const output = logFile ? openSync(logFile, "w", 0o600) : "inherit";
  const child = spawn(process.execPath, ["--import", endWithParent, ...args], {
    env,
    detached: process.platform !== "win32",
    windowsHide: true,
    stdio: ["ignore", output, output, "ipc"],
  });
  if (typeof output === "number") closeSync(output);

  let stopping;
  const exited = new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal ? `it was ended by ${signal}` : `it ended with code ${code}`));
  });
  const running = () => child.exitCode === null && child.signalCode === null && child.pid !== undefined;
  return {
    child,
    /** Resolves with a sentence that says how it ended. */
    exited,
    /** Stops it with SIGTERM, and by force after a while. */
    stop(patienceMs = 15_000) {
      stopping ??= (async () => {
        if (!running()) return;
        if (process.platform !== "win32") child.kill("SIGTERM");
        else if (child.connected) child.disconnect();
        const timer = setTimeout(() => this.kill(), patienceMs);
        await exited;
        clearTimeout(timer);
      })();
      return stopping;
    },
    /** Ends it, and what it started, by force. */
    kill() {
      endGroup(child, "SIGKILL");
    },
    /** The last lines of its log, for a report. */
    logTail(lines = 20) {
      if (!logFile) return "";
      try {
        return readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-lines).join("\n");
      } catch {
        return "";
      }
    },
  };
}

/**
 * Runs a Node program to its end with its output kept.
 *
 * @param {string[]} args for `node`
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, signal?: AbortSignal, onLine?: (line: string) => void }} [options]
 *   signal: ends the program and what it started; onLine: called with each line of its standard output
 * @returns {Promise<string>} its standard output
 * @throws {Error} with its last lines, when it fails
 */
export function runProgram(args, { cwd, env = process.env, signal, onLine } = {}) {
  return new Promise((resolve, reject) => {
    const detached = process.platform !== "win32";
    const child = spawn(process.execPath, args, {
      cwd,
      env,
      detached,
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
    });
    const end = () => endGroup(child, "SIGTERM");
    signal?.addEventListener("abort", end, { once: true });
    process.once("exit", end);

    let stdout = "";
    let tail = "";
    const remember = (data) => {
      tail = (tail + data).slice(-20_000);
    };
    child.stdout.on("data", (data) => {
      stdout += data;
      if (!onLine) remember(data);
    });
    child.stderr.on("data", remember);
    if (onLine) createInterface({ input: child.stdout }).on("line", onLine);
    child.on("error", reject);
    child.on("close", (code, ended) => {
      signal?.removeEventListener("abort", end);
      process.removeListener("exit", end);
      if (code === 0) return resolve(stdout);
      const how = ended ? `was ended by ${ended}` : `ended with code ${code}`;
      reject(new Error(`${tail.trimEnd().split("\n").slice(-40).join("\n")}\n(node ${args[0]} ${how})`));
    });
  });
}

/** Sends a signal to a child and to what it started, where it leads its own process group. */
function endGroup(child, signal) {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    if (process.platform === "win32") child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // It ended in this moment.
  }
}
