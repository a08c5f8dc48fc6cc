import "server-only";
import { join } from "node:path";
import { perProcess } from "@/lib/process";
import { settings } from "@/lib/settings/settings";
import type { StorageDriver } from "./driver";
import { filesystemDriver } from "./filesystem";

/** The storage of files for sale: the driver chosen by the settings. */
export function storage(): StorageDriver {
  const root = join(settings().dataDir, "files");
  return perProcess(`storage:${root}`, () => filesystemDriver(root));
}
