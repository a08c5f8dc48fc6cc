import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const recipe = readFileSync(join(import.meta.dirname, "../../docs/operate/Caddyfile"), "utf8");

export type Front = {
  /** The certificate of the authority that it made up. */
  authority: string;
  /** A path where it serves plain HTTP. */
  plainUrl(path: string): string;
  log(): string;
  stop(): Promise<void>;
};

type Options = { caddy: string; url: string; plainPort: number; appPort: number };

/** Starts Caddy with the recipe of docs/operate, with an authority of its own instead of a public one. */
export async function startFront({ caddy, url, plainPort, appPort }: Options): Promise<Front> {
  const folder = mkdtempSync(join(tmpdir(), "filekiosk-caddy-"));
  const config = join(folder, "Caddyfile");
  const own = ["admin off", "skip_install_trust", `http_port ${plainPort}`, `https_port ${new URL(url).port}`];
  writeFileSync(config, recipe.replace(/^\{\n/m, `{\n${own.map((line) => `\t${line}\n`).join("")}`));
  const env = { ...process.env, APP_URL: url, FILEKIOSK: `127.0.0.1:${appPort}`, XDG_DATA_HOME: folder };
  const child = spawn(caddy, ["run", "--config", config, "--adapter", "caddyfile"], {
    env: { ...env, XDG_CONFIG_HOME: folder },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const parts: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => parts.push(String(part)));
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const authority = join(folder, "caddy/pki/authorities/local/root.crt");
  const front: Front = {
    authority,
    plainUrl: (path) => `http://localhost:${plainPort}${path}`,
    log: () => parts.join(""),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
  for (const deadline = Date.now() + 20_000; Date.now() < deadline && child.exitCode === null; await sleep(50)) {
    const answer = await fetch(`http://localhost:${plainPort}/`, { redirect: "manual" }).catch(() => null);
    if (answer && existsSync(authority)) return front;
  }
  await front.stop();
  throw new Error(`Caddy did not start:\n${parts.join("")}`);
}
