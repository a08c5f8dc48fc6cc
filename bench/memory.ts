import { readFileSync, writeFileSync } from "node:fs";

const MB = 1024 * 1024;

/** Memory of a process that lies in RAM right now (RSS), in MB of 2^20 bytes. Linux only. */
export function residentMb(pid: number): number {
  return readStatus(pid, "VmRSS");
}

/** From here on `peakMb` tells the most that the process held. The kernel keeps the mark, so no peak is missed. */
export function resetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, "5");
}

export function peakMb(pid: number): number {
  return readStatus(pid, "VmHWM");
}

/** Bytes of RAM that programs can still have, in MB. */
export function availableMb(): number {
  return kilobytes(readFileSync("/proc/meminfo", "utf8"), "MemAvailable");
}

/** True where memory of other processes can be read as this needs it. */
export function canReadMemory(): boolean {
  try {
    resetPeak(process.pid);
    return peakMb(process.pid) > 0;
  } catch {
    return false;
  }
}

function readStatus(pid: number, field: string): number {
  return kilobytes(readFileSync(`/proc/${pid}/status`, "utf8"), field);
}

function kilobytes(text: string, field: string): number {
  const found = new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(text);
  if (!found) throw new Error(`There is no ${field}.`);
  return (Number(found[1]) * 1024) / MB;
}
