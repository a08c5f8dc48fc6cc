import "server-only";
import { spawn } from "node:child_process";
import { mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SECOND } from "@/lib/clock";
import { perProcess } from "@/lib/process";
import { landlockRules } from "./landlock-rules";
import type { Folders } from "./needed-files";
import { roomCommand } from "./room";
import { syscallFilter } from "./syscall-filter";

/** How programs that decode strangers' bytes are kept away from everything else on this system. */
type Confinement = {
  /** Whether they can reach the network. */
  network: boolean;
  /** Whether they can read what the server can: files for sale, and settings, which are in its memory. */
  files: boolean;
  /** What to put in front of a program's own command. */
  command(folders: Folders): string[];
  /** An open file that the program has to get as descriptor 3. */
  descriptor?: number;
};

/** How long a program may take to start and load its library (ms). */
const PATIENCE = 20 * SECOND;

/** The app's packages, which every program loads. */
export const packages = () => join(/* turbopackIgnore: true */ process.cwd(), "node_modules");

/** The best way that works on this system: each is tried once, by loading what the programs load. */
export function confinement(): Promise<Confinement> {
  return perProcess("previews.confinement", async () => {
    for (const candidate of process.platform === "linux" ? candidates() : [])
      if (await works(candidate)) return candidate;
    return { network: true, files: true, command: () => [] };
  });
}

function candidates(): Confinement[] {
  const descriptor = filterFile();
  const filtered = ["setpriv", "--no-new-privs", "--seccomp-filter", "/proc/self/fd/3"];
  const fenced = (folders: Folders) => [
    "--landlock-access",
    "fs",
    ...landlockRules(folders).flatMap((rule) => ["--landlock-rule", rule]),
  ];
  const own: Confinement = {
    network: false,
    files: true,
    // A network of its own, with nothing in it.
    command: () => ["unshare", "--user", "--map-root-user", "--net", "--"],
  };
  const room: Confinement = { network: false, files: false, command: roomCommand };
  if (descriptor === null) return [room, own];
  return [
    { network: false, files: false, descriptor, command: (folders) => [...filtered, ...fenced(folders), "--"] },
    room,
    { network: false, files: true, descriptor, command: () => [...filtered, "--"] },
    own,
  ];
}

/** setpriv(1) reads the filter from a file; nothing of it stays on the disk. Null where there is no filter, or no room. */
function filterFile(): number | null {
  const filter = syscallFilter();
  if (!filter) return null;
  try {
    const folder = mkdtempSync(join(tmpdir(), "filekiosk-filter-"));
    const path = join(folder, "filter");
    writeFileSync(path, filter);
    const descriptor = openSync(path, "r");
    rmSync(folder, { recursive: true });
    return descriptor;
  } catch {
    return null;
  }
}

function works({ command, descriptor }: Confinement): Promise<boolean> {
  const [program = "", ...args] = [
    ...command({ read: [packages()] }),
    process.execPath,
    "--openssl-config=/dev/null",
    "--eval",
    "require(process.argv[1])",
    join(packages(), "sharp"),
  ];
  const child = spawn(/* turbopackIgnore: true */ program, args, {
    env: {} as NodeJS.ProcessEnv,
    stdio: ["ignore", "ignore", "ignore", descriptor ?? "ignore"],
    timeout: PATIENCE,
  });
  return new Promise((resolve) => {
    child.once("error", () => resolve(false));
    child.once("exit", (code) => resolve(code === 0));
  });
}
