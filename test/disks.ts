import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findFileSystems } from "@/scripts/lib/find-file-systems.mjs";

/** Real file systems of memory cards, and disks of a given size, where they can be mounted. */

const found = findFileSystems({ install: false });
export const hasFileSystems = "path" in found;

const env =
  "path" in found ? { ...process.env, PATH: found.path, LD_LIBRARY_PATH: found.libraries } : { ...process.env };
const run = (program: string, ...args: string[]) =>
  execFileSync(program, args, { env, encoding: "utf8", stdio: "pipe" });

export type DiskKind = "tmpfs" | "exfat" | "fat";

/** True if this process may mount a disk in memory, as root may outside of most containers. */
export const mayMount = (() => {
  const folder = mkdtempSync(join(tmpdir(), "filekiosk-may-mount-"));
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", folder]).status === 0;
  if (mounted) spawnSync("umount", [folder]);
  rmSync(folder, { recursive: true });
  return mounted;
})();

/** A folder on a disk of its own, and how to remove both. @param size bytes */
export function makeDisk(kind: DiskKind, size: number): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "filekiosk-disk-"));
  const image = `${folder}.img`;
  let loop: string | undefined;
  const remove = () => {
    unmount(folder);
    if (loop) spawnSync("losetup", ["-d", loop]);
    rmSync(folder, { recursive: true, force: true });
    rmSync(image, { force: true });
  };
  try {
    if (kind === "tmpfs") run("mount", "-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder);
    else {
      writeFileSync(image, "");
      truncateSync(image, size);
      run(kind === "exfat" ? "mkfs.exfat" : "mkfs.fat", image);
    }
    if (kind === "exfat") {
      loop = run("losetup", "-f", "--show", image).trim();
      run("mount.exfat-fuse", loop, folder);
    }
    if (kind === "fat") run("fusefat", "-o", "rw+", image, folder);
  } catch (error) {
    remove();
    throw error;
  }
  return { folder, remove };
}

/** From now on nothing can be written to it. */
export function makeReadOnly(folder: string): void {
  run("mount", "-o", "remount,ro", folder);
}

function unmount(folder: string): void {
  spawnSync("umount", ["-l", folder]);
}

/** Ends the program behind a disk, as when somebody pulls it out: what is open on it no longer answers. */
export function pullOut(folder: string): void {
  for (const line of run("ps", "-eo", "pid=,args=").split("\n")) {
    const [, pid, args] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
    if (pid && args?.endsWith(` ${folder}`) && /exfat-fuse|fusefat/.test(args)) process.kill(Number(pid), "SIGKILL");
  }
}
