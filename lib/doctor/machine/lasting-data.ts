import "server-only";
import { existsSync } from "node:fs";
import type { Check } from "@/lib/doctor/check";
import { fine, trouble } from "@/lib/doctor/finding";
import { standingFolder } from "./standing-folder";

/** `f_type` of statfs(2). */
const TMPFS = 0x01021994;
const OVERLAY = 0x794c7630;

/** Whether the data outlives a restart of the machine or of the container. */
export const lastingData: Check = {
  name: "lasting-data",
  async run({ settings: { dataDir }, statfs }) {
    const { type } = await statfs(standingFolder(dataDir));
    if (type === TMPFS) {
      const words = "DATA_DIR is in memory (tmpfs): files and database are lost when the machine restarts.";
      return [trouble("data-in-memory", { about: dataDir, words, fix: "Set DATA_DIR to a folder on a disk." })];
    }
    if (type === OVERLAY && isContainer()) {
      const words = "DATA_DIR is inside the container: files and database are lost when it is replaced.";
      const fix = "Mount a volume there; docs/operate/containers.md says which folder.";
      return [trouble("data-in-container", { about: dataDir, words, fix })];
    }
    return [fine("lasting-data", "Files and database are on a disk that stays.", dataDir)];
  },
};

function isContainer(): boolean {
  return ["/.dockerenv", "/run/.containerenv"].some(existsSync);
}
