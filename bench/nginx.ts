import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../e2e/stack";
import type { Program } from "./programs";

/** True when nginx is on this machine. */
export function hasNginx(): boolean {
  return spawnSync("nginx", ["-v"]).status === 0;
}

/**
 * nginx with our own configuration, in the foreground, as the user that we are.
 *
 * @param server what stands inside its `server` block besides `listen`
 */
export async function startNginx(server: string): Promise<Program> {
  const folder = mkdtempSync(join(tmpdir(), "filekiosk-bench-nginx-"));
  const port = await freePort();
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join(" ");
  const user = process.getuid?.() === 0 ? "user root;" : "";
  const text = `${user} daemon off; pid ${folder}/pid; worker_processes 1; error_log ${folder}/error.log;
events { worker_connections 256; }
http { access_log off; ${temporary} sendfile on; tcp_nopush on; keepalive_timeout 65;
  server { listen 127.0.0.1:${port}; ${server} } }
`;
  await writeFile(join(folder, "nginx.conf"), text);
  const child = spawn("nginx", ["-p", folder, "-c", join(folder, "nginx.conf"), "-e", join(folder, "error.log")], {
    stdio: "ignore",
  });
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const url = `http://127.0.0.1:${port}`;
  while (!(await fetch(url, { method: "HEAD" }).catch(() => null))) {
    if (child.exitCode !== null) throw new Error("nginx ended before it listened.");
    await sleep(50);
  }
  return {
    url,
    pid: child.pid ?? 0,
    async stop() {
      child.kill("SIGTERM");
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
