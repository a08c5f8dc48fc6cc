import "server-only";
import { dirname } from "node:path";
import type { Check } from "@/lib/doctor/check";
import { fine, trouble } from "@/lib/doctor/finding";
import { standingFolder } from "@/lib/doctor/machine/standing-folder";

/** `f_type` of statfs(2): NFS, CIFS, SMB 2, 9P, Ceph. */
const NETWORK_DISKS = [0x6969, 0xff534d42, 0xfe534d42, 0x01021997, 0x00c36400];

/** SQLite's write-ahead log needs memory that processes share, and locks that hold (sqlite.org/wal.html, "Overview"). */
export const databaseDisk: Check = {
  name: "database-disk",
  async run({ settings: { databaseUrl }, statfs }) {
    const about = dirname(databaseUrl.replace(/^file:/, ""));
    const { type } = await statfs(standingFolder(about));
    if (!NETWORK_DISKS.includes(type))
      return [fine("database-disk", "The database is on a disk of this machine.", about)];
    return [
      trouble("database-on-network-disk", {
        about,
        words: "The database is on a disk that is reached over a network, where SQLite can damage it.",
        fix: "Set DATABASE_URL to a file on a local disk. Files for sale may stay where they are.",
      }),
    ];
  },
};
