import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SCANNER_TEST_FILE } from "@/lib/scanning/test-file";
import { findClamd } from "@/scripts/lib/find-clamd.mjs";

/** A real clamd with two signatures of our own, where there is one. */

const found = findClamd({ install: false });
export const hasClamd = "clamd" in found;

/** Bytes that only our signature knows. */
export const PLANTED = "filekiosk-planted-malware";
/** As clamd names what it finds by a signature that is not signed by ClamAV's makers. */
export const PLANTED_NAME = "Filekiosk.Planted.UNOFFICIAL";

const MB = 1024 * 1024;
/** Bytes that this clamd takes at most. */
export const CLAMD_LIMIT = 2 * MB;

export type Clamd = {
  /** As in SCANNER. */
  socket: string;
  setting: string;
  /** The same by clamdscan. */
  command: string;
  /** Ends it as kill -9 does; `start` starts it again at the same place. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
};

/** @param more lines of clamd.conf */
export async function startClamd(more: string[] = []): Promise<Clamd> {
  if (!("clamd" in found)) throw new Error(found.missing);
  const folder = mkdtempSync(join(tmpdir(), "filekiosk-clamd-"));
  const [socket, conf] = [join(folder, "clamd.ctl"), join(folder, "clamd.conf")];
  writeFileSync(join(folder, "planted.ndb"), `Filekiosk.Planted:0:*:${Buffer.from(PLANTED).toString("hex")}\n`);
  writeFileSync(join(folder, "eicar.ndb"), `Eicar:0:*:${Buffer.from(SCANNER_TEST_FILE).toString("hex")}\n`);
  const lines = [
    "Foreground yes",
    `LocalSocket ${socket}`,
    "FixStaleSocket yes",
    `DatabaseDirectory ${folder}`,
    `TemporaryDirectory ${folder}`,
    `StreamMaxLength ${CLAMD_LIMIT}`,
    ...more,
  ];
  writeFileSync(conf, `${lines.join("\n")}\n`);
  const env = { ...process.env, LD_LIBRARY_PATH: found.libraries };
  let child: ChildProcess | undefined;
  const clamd: Clamd = {
    socket,
    setting: `clamd://${socket}`,
    command: `command:/usr/bin/env LD_LIBRARY_PATH=${found.libraries} ${found.clamdscan} --config-file=${conf} --no-summary -`,
    async start() {
      const started = spawn(found.clamd, ["-c", conf], { env, stdio: ["ignore", "pipe", "ignore"] });
      child = started;
      let said = "";
      started.stdout.on("data", (part) => {
        said += part;
      });
      // The last line before it takes commands.
      while (!said.includes("Self checking")) {
        if (started.exitCode !== null) throw new Error(`clamd did not start: ${said}`);
        await sleep(20);
      }
    },
    async kill() {
      const ending = child;
      if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
      const ended = new Promise((resolve) => ending.once("exit", resolve));
      ending.kill("SIGKILL");
      await ended;
    },
    async stop() {
      await clamd.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await clamd.start();
  return clamd;
}
