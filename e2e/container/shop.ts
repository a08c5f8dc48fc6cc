import { chownSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startTestChain, type TestChain } from "../../test/chain";
import { devnetEnv, freePort } from "../stack";
import { type Front, startFront } from "./front";
import { buildImage, type Image } from "./image";
import { type Container, runImage } from "./run-image";

/** A user that no system has. */
const UID = 4321;
const folders = ["data", "secrets", "backup", "journal"] as const;

/** A shop in a container behind Caddy, with the volumes, secrets and settings that compose.yaml gives it. */
export type ContainerShop = {
  image: Image;
  chain: TestChain;
  front: Front;
  url: string;
  /** Starts it, and resolves once it answers. `code`: what `/readyz` answers then. */
  start(code?: number): Promise<Container>;
  /** Runs a command instead of the server, as `docker compose run` does. */
  runOnce(...command: string[]): Promise<{ code: number | null; output: string }>;
  /** Deletes everything in the volume. */
  loseData(): void;
  stop(): Promise<void>;
};

export async function openContainerShop(caddy: string): Promise<ContainerShop> {
  const [image, chain] = [await buildImage(), await startTestChain()];
  const [port, plainPort, appPort] = [await freePort(), await freePort(), await freePort()];
  const url = `https://localhost:${port}`;
  const front = await startFront({ caddy, url, plainPort, appPort });
  const folder = mkdtempSync(join(tmpdir(), "filekiosk-container-shop-"));
  for (const name of folders) makeFolder(join(folder, name));
  const env = { ...secretsOf(chain, join(folder, "secrets"), front), PORT: String(appPort), APP_URL: url };
  const mounts = [
    { from: join(folder, "data"), to: "/data", writable: true },
    { from: join(folder, "backup"), to: "/backup", writable: true },
    { from: join(folder, "journal"), to: "/journal", writable: true },
    { from: join(folder, "secrets"), to: "/run/secrets" },
    { from: "/etc/hosts", to: "/etc/hosts" },
  ];
  let running: Container | undefined;
  return {
    image,
    chain,
    front,
    url,
    async start(code = 200) {
      await running?.remove();
      running = runImage(image, { env, uid: UID, mounts });
      await untilAnswering(`${url}/readyz`, code, running);
      return running;
    },
    async runOnce(...command) {
      const container = runImage(image, { env, uid: UID, mounts, command });
      const code = await container.exited;
      await container.remove();
      return { code, output: container.output() };
    },
    loseData() {
      for (const name of readdirSync(join(folder, "data"))) rmSync(join(folder, "data", name), { recursive: true });
    },
    async stop() {
      await running?.remove();
      await front.stop();
      await chain.stop();
      await image.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function makeFolder(path: string): void {
  mkdirSync(path, { mode: 0o700 });
  chownSync(path, UID, UID);
}

/** The settings of the tests, with each secret in a file. */
function secretsOf(chain: TestChain, folder: string, front: Front): Record<string, string> {
  const { GAS_KEY = "", SESSION_SECRET = "", ...env } = devnetEnv(chain, "/data");
  const secrets = { GAS_KEY, SESSION_SECRET, DATABASE_URL: "file:/data/filekiosk.db" };
  for (const [name, value] of Object.entries(secrets)) {
    const path = join(folder, name);
    writeFileSync(path, `${value}\n`, { mode: 0o400 });
    chownSync(path, UID, UID);
    env[`${name}_FILE`] = `/run/secrets/${name}`;
  }
  copyFileSync(front.authority, join(folder, "authority.crt"));
  chownSync(join(folder, "authority.crt"), UID, UID);
  return { ...env, TRUSTED_PROXIES: "1", JOURNAL_DIR: "/journal", NODE_EXTRA_CA_CERTS: "/run/secrets/authority.crt" };
}

async function untilAnswering(url: string, code: number, container: Container): Promise<void> {
  let ended = false;
  container.exited.then(() => {
    ended = true;
  });
  for (const deadline = Date.now() + 60_000; Date.now() < deadline && !ended; await sleep(50)) {
    if ((await fetch(url).catch(() => null))?.status === code) return;
  }
  throw new Error(`The container did not get ready:\n${container.output()}`);
}
