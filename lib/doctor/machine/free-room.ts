import "server-only";
import type { Check } from "@/lib/doctor/check";
import { fine, trouble } from "@/lib/doctor/finding";
import { standingFolder } from "./standing-folder";

/** The room for which nobody pays fits on the disk, or it never becomes full and nobody ever has to pay. */
export const freeRoom: Check = {
  name: "storage-free-room",
  async run({ settings: { dataDir, storage }, statfs }) {
    if (storage === null || storage.freeRoom === 0) return [];
    const { blocks, bsize } = await statfs(standingFolder(dataDir));
    const disk = blocks * bsize;
    if (storage.freeRoom <= disk) return [fine("storage-free-room", "STORAGE_FREE_ROOM fits on the disk.", dataDir)];
    return [
      trouble("storage-free-room-large", {
        about: "STORAGE_FREE_ROOM",
        words:
          "The room that may be used without paying is larger than the disk: it becomes full before anybody has to pay.",
        fix: "Set STORAGE_FREE_ROOM to a part of the disk.",
      }),
    ];
  },
};
