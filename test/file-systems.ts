import { onTestFinished } from "vitest";
import { type DiskKind, makeDisk } from "./disks";

/** A folder for one test, on a disk of its own. @param size bytes */
export function mountDisk(kind: DiskKind, size: number): string {
  const { folder, remove } = makeDisk(kind, size);
  onTestFinished(remove);
  return folder;
}
