import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startTestChain, type TestChain } from "../test/chain";
import { putMigratedDatabase } from "../test/database";

/** A production build: its folder, the program that starts its server, and a file that is there once it is built. */
export type Build = { root: string; program: string; built: string };

const thisBuild: Build = {
  root: join(import.meta.dirname, ".."),
  program: "server/start.mjs",
  built: "dist/server.js",
};

export type App = {
  url: string;
  pid: number;
  /** Everything it printed. */
  output(): string;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  /** Sends a signal and waits for nothing: `SIGSTOP` freezes it where it is. */
  signal(signal: NodeJS.Signals): void;
};

export type Stack = { app: App; chain: TestChain; dataDir: string; stop(): Promise<void> };

/** The production build on an empty database, and its own chain. The journeys of the start migrate for themselves. */
export async function startStack(env: Record<string, string> = {}): Promise<Stack> {
  const chain = await startTestChain();
  const dataDir = mkdtempSync(join(tmpdir(), "filekiosk-e2e-"));
  try {
    await putMigratedDatabase(dataDir);
    const app = await startApp({ ...devnetEnv(chain, dataDir), ...env });
    return {
      app,
      chain,
      dataDir,
      async stop() {
        await app.stop();
        await chain.stop();
        await rm(dataDir, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await chain.stop();
    throw error;
  }
}

export function devnetEnv(chain: TestChain, dataDir: string): Record<string, string> {
  return {
    NETWORKS: "eip155:31337",
    RPC_URL_31337: chain.rpcUrl,
    FACILITATOR: "embedded",
    GAS_KEY: chain.accounts.gas.key,
    SESSION_SECRET: randomBytes(32).toString("hex"),
    DATA_DIR: dataDir,
    MIN_FREE_SPACE: "1MB",
  };
}

/**
 * Starts `npm start`'s server on a free port and waits until it is ready.
 *
 * @param env all of its settings; nothing else of this process's settings reaches it
 * @param build another one than that of this folder
 */
export async function startApp(env: Record<string, string>, build: Build = thisBuild): Promise<App> {
  if (!existsSync(join(build.root, build.built))) throw new Error("There is no build: run `npm run build` first.");
  const port = env.PORT ?? String(await freePort());
  const { child, output } = launch({ PORT: port, APP_URL: `http://localhost:${port}`, ...env }, build);
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const url = `http://localhost:${port}`;
  const app: App = {
    url,
    pid: child.pid ?? 0,
    output,
    async stop(signal = "SIGTERM") {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      return exited;
    },
    signal: (signal) => void child.kill(signal),
  };
  const failed = exited.then((code) => {
    throw new Error(`The app stopped with code ${code}:\n${output()}`);
  });
  failed.catch(() => {});
  await Promise.race([untilReady(url, output), failed]);
  return app;
}

/** Runs the server with settings that should stop it, and tells how it ended. */
export async function startAndFail(env: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const { child, output } = launch({ PORT: String(await freePort()), ...env });
  const timeout = setTimeout(() => child.kill("SIGKILL"), 30_000);
  const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
  clearTimeout(timeout);
  return { code, output: output() };
}

function launch(env: Record<string, string>, { root, program } = thisBuild): { child: ChildProcess; output(): string } {
  const child = spawn(process.execPath, [join(root, program), "--no-env-files"], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const killWithUs = () => child.kill("SIGKILL");
  process.once("exit", killWithUs);
  child.once("exit", () => process.removeListener("exit", killWithUs));
  const parts: string[] = [];
  child.stdout?.on("data", (part) => parts.push(String(part)));
  child.stderr?.on("data", (part) => parts.push(String(part)));
  return { child, output: () => parts.join("") };
}

async function untilReady(url: string, output: () => string): Promise<void> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; ) {
    const ready = await fetch(`${url}/healthz`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return;
    await sleep(100);
  }
  throw new Error(`The app did not get ready:\n${output()}`);
}

export async function freePort(): Promise<number> {
  const port = await findPort();
  // The system may name one again that was given here and is not in use yet.
  if (given.has(port)) return freePort();
  given.add(port);
  return port;
}

const given = new Set<number>();

function findPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
