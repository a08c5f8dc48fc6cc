import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findNginx } from "../scripts/lib/find-nginx.mjs";

const recipe = readFileSync(join(import.meta.dirname, "../docs/operate/nginx.conf"), "utf8");

/** The nginx to test with (`npm test` has looked for one), or undefined if there is none. */
export function nginxPath(): string | undefined {
  const found = process.env.TEST_NGINX ? { path: process.env.TEST_NGINX } : findNginx({ install: false });
  return "path" in found ? found.path : undefined;
}

export type Nginx = {
  folder: string;
  /** What its access log holds. */
  log(): string;
  stop(): Promise<void>;
};

export type NginxOptions = {
  /** Where it listens for the app's origin. */
  port: number;
  /** Where it listens instead of on port 80. */
  plainPort: number;
  appPort: number;
  dataDir: string;
  /** Bends the recipe, which otherwise is the one of the docs. */
  bend?(recipe: string): string;
};

/**
 * The nginx configuration of docs/operate with this machine's ports and folders, without TLS. Each replaced part has to
 * be there.
 */
export function fillRecipe(folder: string, { port, plainPort, appPort, dataDir, bend }: NginxOptions): string {
  const places: [string | RegExp, string][] = [
    ["server 127.0.0.1:3000;", `server 127.0.0.1:${appPort};`],
    [/listen 80 default_server;\n.*listen \[::\]:80 default_server;/, `listen 127.0.0.1:${plainPort} default_server;`],
    [
      /listen 443 ssl http2 default_server;\n.*listen \[::\]:443 ssl http2 default_server;/,
      `listen 127.0.0.1:${port} default_server;`,
    ],
    [/files\.example\.com 0;\n.*dl\.example\.com 0;/, "localhost 0;"],
    [/listen 80;\n.*listen \[::\]:80;/, `listen 127.0.0.1:${plainPort};`],
    [/listen 443 ssl http2;\n.*listen \[::\]:443 ssl http2;/, `listen 127.0.0.1:${port};`],
    [/ssl_certificate .*\n/, "\n"],
    [/ssl_certificate_key .*\n/, "\n"],
    ["/var/lib/filekiosk/files/", `${join(dataDir, "files")}/`],
    [/\/var\/log\/nginx\/filekiosk\.log/g, join(folder, "access.log")],
    [/server_name files\.example\.com dl\.example\.com;/g, "server_name localhost;"],
  ];
  const filled = places.reduce((text, [place, value]) => {
    const changed = text.replace(place, value);
    if (changed === text) throw new Error(`docs/operate/nginx.conf has no ${place}`);
    return changed;
  }, recipe);
  return bend ? bend(filled) : filled;
}

/** Starts nginx with the recipe; where we are root its workers are not, and read the files as members of our group. */
export async function startNginx(options: NginxOptions): Promise<Nginx> {
  const binary = nginxPath();
  if (!binary) throw new Error("There is no nginx.");
  const folder = mkdtempSync(join(tmpdir(), "filekiosk-nginx-"));
  chmodSync(folder, 0o711);
  const asRoot = process.getuid?.() === 0;
  if (asRoot) chmodSync(options.dataDir, 0o710);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  const conf = join(folder, "nginx.conf");
  writeFileSync(
    conf,
    [
      "daemon off;",
      `pid ${join(folder, "pid")};`,
      ...(asRoot ? ["user nobody root;"] : []),
      "events {}",
      "http {",
      ...temporary.map((name) => `${name}_temp_path ${join(folder, name)};`),
      fillRecipe(folder, options),
      "}",
    ].join("\n"),
  );
  const child = spawn(binary, ["-e", join(folder, "error.log"), "-c", conf, "-p", folder], { stdio: "ignore" });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const read = (name: string) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), "utf8") : "");
  const nginx: Nginx = {
    folder,
    log: () => read("access.log"),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; await sleep(50)) {
    if (child.exitCode !== null) break;
    if (await fetch(`http://localhost:${options.plainPort}/`, { redirect: "manual" }).catch(() => null)) return nginx;
  }
  const words = read("error.log");
  await nginx.stop();
  throw new Error(`nginx did not start:\n${words}`);
}
