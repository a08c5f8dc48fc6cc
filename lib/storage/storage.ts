import "server-only";
import { join } from "node:path";
import { perProcess } from "@/lib/process";
import { settings } from "@/lib/settings/settings";
import type { StorageDriver } from "./driver";
import { filesystemDriver } from "./filesystem";
import { modesFor } from "./modes";

/** The storage of files for sale: the driver chosen by the settings. */
export function storage(): StorageDriver {
  const { dataDir, sendFiles } = settings();
  const root = join(dataDir, "files");
  return perProcess(`storage:${root}`, () => filesystemDriver(root, modesFor(sendFiles)));
}
