import { setTimeout as sleep } from "node:timers/promises";
import { UPLOAD_TOKEN_HEADER, UPLOADS_PATH } from "../lib/uploads/schema";
import type { Figure } from "./figures";
import { type Bench, GIB, MIB } from "./measurement";
import { canReadMemory, peakMb, resetPeak, residentMb } from "./memory";
import { sendFile } from "./send-file";
import { openShop, type Shop } from "./shop";
import { receive } from "./wire";

const DOWNLOADS = 16;
const UPLOADS = 4;
const target = { of: "ours", is: "at most", value: 64 } as const;

/** How much memory the app takes on for sixteen large downloads at once, and for four large uploads at once. */
export async function measureMemory({ quick, runs, say }: Bench): Promise<Figure[]> {
  if (!canReadMemory()) {
    say("  the memory of a process cannot be read on this system: left out");
    return [];
  }
  const shop = await openShop();
  try {
    const downloadSize = quick ? 32 * MIB : GIB;
    const uploadSize = quick ? 64 * MIB : 4 * GIB;
    const small = await shop.sell(32 * MIB, "0");
    const large = await shop.sell(downloadSize, "0");
    // The first of everything loads code and fills pools, which is no growth.
    await downloadAll(shop, small.id);
    await uploadAll(shop, 64 * MIB);
    const downloads: number[] = [];
    const uploads: number[] = [];
    for (let round = 1; round <= runs; round += 1) {
      downloads.push(await growthOf(shop.app.pid, () => downloadAll(shop, large.id)));
      uploads.push(await growthOf(shop.app.pid, () => uploadAll(shop, uploadSize)));
      say(`  round ${round}: downloads ${downloads.at(-1)?.toFixed(1)} MB, uploads ${uploads.at(-1)?.toFixed(1)} MB`);
    }
    const note = "Peak of the app's resident memory (database included) above what it held before.";
    return [
      {
        name: `Memory for ${DOWNLOADS} downloads of ${downloadSize / MIB} MiB at once`,
        unit: "MB",
        ours: downloads,
        target,
        note,
      },
      {
        name: `Memory for ${UPLOADS} uploads of ${uploadSize / MIB} MiB at once`,
        unit: "MB",
        ours: uploads,
        target,
        note,
      },
    ];
  } finally {
    await shop.stop();
  }
}

/** The highest mark during some work above the state before, in MB. */
export async function growthOf(pid: number, work: () => Promise<unknown>): Promise<number> {
  await sleep(1_000);
  const before = residentMb(pid);
  resetPeak(pid);
  await work();
  return peakMb(pid) - before;
}

async function downloadAll({ app }: Shop, fileId: string): Promise<void> {
  await Promise.all(Array.from({ length: DOWNLOADS }, () => receive(`${app.url}/f/${fileId}`)));
}

async function uploadAll({ app, seller }: Shop, size: number): Promise<void> {
  const own = { Cookie: seller.cookie, Origin: app.url };
  const sent = await Promise.all(
    Array.from({ length: UPLOADS }, () => sendFile(`${app.url}${UPLOADS_PATH}`, size, own)),
  );
  for (const { url, token } of sent) {
    await fetch(url, { method: "DELETE", headers: { ...own, "Tus-Resumable": "1.0.0", [UPLOAD_TOKEN_HEADER]: token } });
  }
}
