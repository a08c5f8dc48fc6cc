import "server-only";
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import type { Socket } from "node:net";
import { arch, platform, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { keepChain } from "./keep-chain";
import { connectDevnet } from "./node";

const START_TIMEOUT_MS = 20_000;
const STOP_TIMEOUT_MS = 5_000;

type AnvilOptions = {
  /** Chain id; 31337 by default. */
  chainId?: number;
  /** TCP port on 127.0.0.1; 0 (the default) lets the system choose a free one. */
  port?: number;
  /** File the chain is kept in: loaded at the start, saved within a second of every block and at the end. */
  stateFile?: string;
  /**
   * Seconds between blocks that are made even when nothing happens, so that the chain's clock moves and signed
   * authorizations expire as they do elsewhere. Transactions still get a block immediately. Without it only
   * transactions make blocks.
   */
  blockTimeSeconds?: number;
  /**
   * Blocks whose state is kept in memory; older ones are forgotten. Anvil's own default moves old states to disk, where a
   * reorganisation no longer finds them: after a few hundred blocks it leaves a chain without its contracts (measured
   * with 1.7.1). A chain whose blocks get replaced needs more than it will ever make.
   */
  keptStates?: number;
};

export type Anvil = {
  rpcUrl: string;
  port: number;
  pid: number;
  /** Saves the chain to its state file now. */
  save(): Promise<void>;
  /** Saves the chain and ends the node. Safe to call twice. */
  stop(): Promise<void>;
  /** Resolves when the process has ended, with a sentence saying how. */
  exited: Promise<string>;
};

/**
 * Starts anvil, the local chain, from its npm package. It listens on 127.0.0.1 only: its admin methods are open to
 * anyone who can reach it. The process is not in our process group, so that Ctrl-C in a terminal reaches it only
 * through `stop()`; it is killed when this process ends.
 *
 * @throws Error with a sentence for people, when the binary is missing or the node does not start
 */
export async function startAnvil(options: AnvilOptions = {}): Promise<Anvil> {
  const { chainId = 31337, port = 0, stateFile, blockTimeSeconds } = options;
  // A chain that runs for days would otherwise fill memory, then ~/.foundry, with the state after every old block.
  const keptStates = options.keptStates ?? (stateFile ? 256 : undefined);
  const args = ["--host", "127.0.0.1", "--port", String(port), "--chain-id", String(chainId), "--no-cors"];
  if (stateFile && existsSync(stateFile)) args.push("--load-state", stateFile);
  if (keptStates) args.push("--prune-history", String(keptStates));
  // By default old states stay in the home folder for ever when the node is killed.
  const cache = mkdtempSync(join(tmpdir(), "filekiosk-anvil-"));
  args.push("--cache-path", cache);
  if (blockTimeSeconds) args.push("--block-time", String(blockTimeSeconds), "--mixed-mining");
  const child = spawn(anvilBinary(), args, { stdio: ["ignore", "pipe", "pipe"], detached: true, windowsHide: true });

  const killWithUs = () => child.kill("SIGKILL");
  process.once("exit", killWithUs);
  const exited = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(`it could not be run: ${error.message}`));
    child.once("exit", (code, signal) => resolve(signal ? `it was ended by ${signal}` : `it ended with code ${code}`));
  });
  const guard = guardAgainstOurDeath(child, cache);
  void exited.then(() => {
    rmSync(cache, { recursive: true, force: true });
    process.removeListener("exit", killWithUs);
    guard?.kill("SIGKILL");
  });

  const listening = await waitUntilListening(child, exited);
  const rpcUrl = `http://127.0.0.1:${listening}`;
  const keeper = stateFile ? keepChain(await connectDevnet(rpcUrl), stateFile) : undefined;
  void exited.then(() => keeper?.cancel());
  return {
    rpcUrl,
    port: listening,
    pid: child.pid ?? 0,
    exited,
    save: async () => keeper?.save(),
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) await keeper?.finish();
      await stop(child, exited);
    },
  };
}

/**
 * A shell that waits for the end of a pipe, which comes when this process ends, in whatever way: then it kills the node and removes its old states.
 * A test run that is killed would otherwise leave nodes behind, since these are in no process group of a terminal.
 */
function guardAgainstOurDeath(child: ChildProcess, cache: string): ChildProcess | undefined {
  if (platform() === "win32" || child.pid === undefined) return undefined;
  const script = 'read nothing; kill -KILL "$1"; rm -rf "$2"';
  const guard = spawn("/bin/sh", ["-c", script, "guard", String(child.pid), cache], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  guard.on("error", () => {});
  guard.stdin?.on("error", () => {});
  guard.unref();
  (guard.stdin as Socket | null)?.unref?.();
  return guard;
}

/** Where npm put the native program of this platform. Run directly: its JavaScript wrapper would stay in between. */
function anvilBinary(): string {
  const system = platform() === "win32" ? "win32" : platform();
  const machine = arch() === "x64" ? "amd64" : arch();
  const name = `@foundry-rs/anvil-${system}-${machine}`;
  const fromHere = createRequire(import.meta.url);
  try {
    const fromAnvil = createRequire(fromHere.resolve("@foundry-rs/anvil/package.json"));
    const binary = join(
      dirname(fromAnvil.resolve(`${name}/package.json`)),
      "bin",
      system === "win32" ? "anvil.exe" : "anvil",
    );
    if (existsSync(binary)) return binary;
  } catch {
    // said below
  }
  throw new Error(
    `The local chain needs the npm package ${name}, which is not installed. Run "npm ci" without --omit=optional; ` +
      `if there is no such package for this system (${platform()} ${arch()}), the devnet cannot run on it.`,
  );
}

async function waitUntilListening(child: ChildProcess, exited: Promise<string>): Promise<number> {
  const tail: string[] = [];
  const remember = (line: string) => {
    if (line.trim() !== "" && tail.push(line) > 20) tail.shift();
  };
  if (!child.stdout || !child.stderr) throw new Error("The local chain did not start.");
  createInterface({ input: child.stderr }).on("line", remember);
  const output = createInterface({ input: child.stdout });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<number>((resolve, reject) => {
      const fail = (why: string) => reject(new Error(`The local chain did not start: ${why}.\n${tail.join("\n")}`));
      timer = setTimeout(() => {
        child.kill("SIGKILL");
        fail(`nothing heard for ${START_TIMEOUT_MS / 1_000} s`);
      }, START_TIMEOUT_MS);
      output.on("line", (line) => {
        remember(line);
        const match = /^Listening on 127\.0\.0\.1:(\d+)/.exec(line);
        if (match) resolve(Number(match[1]));
      });
      void exited.then(fail);
    });
  } finally {
    clearTimeout(timer);
    // Keep reading, so that the pipe never fills, but discard the data.
    output.removeAllListeners("line");
    output.on("line", () => {});
  }
}

async function stop(child: ChildProcess, exited: Promise<string>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGINT");
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
  await exited;
  clearTimeout(timer);
}
