import { mkdtempSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UPLOAD_TOKEN_HEADER, UPLOADS_PATH } from "../lib/uploads/schema";
import type { Figure } from "./figures";
import { type Bench, GIB, MB, MIB } from "./measurement";
import { processorLog } from "./processor";
import { startRival } from "./programs";
import { takeTurns } from "./rounds";
import { sendFile } from "./send-file";
import { openShop } from "./shop";

/** How fast one file goes up, next to @tus/server with its own file store and nothing around it. */
export async function measureUpload({ quick, runs, say }: Bench): Promise<Figure[]> {
  const size = quick ? 64 * MIB : GIB;
  const folder = mkdtempSync(join(tmpdir(), "filekiosk-bench-tus-"));
  const shop = await openShop();
  const bare = await startRival("tus-server.mjs", folder);
  const processor = processorLog();
  const own = { Cookie: shop.seller.cookie, Origin: shop.app.url };
  try {
    const { ours, theirs } = await takeTurns(
      {
        async ours() {
          const send = () => sendFile(`${shop.app.url}${UPLOADS_PATH}`, size, own);
          const sent = await processor.during("ours", shop.app.pid, send);
          const headers = { ...own, "Tus-Resumable": "1.0.0", [UPLOAD_TOKEN_HEADER]: sent.token };
          await fetch(sent.url, { method: "DELETE", headers });
          return size / MB / sent.seconds;
        },
        async theirs() {
          const send = () => sendFile(`${bare.url}/api/uploads`, size);
          const { seconds } = await processor.during("theirs", bare.pid, send);
          for (const name of await readdir(folder)) await rm(join(folder, name));
          return size / MB / seconds;
        },
      },
      runs,
      say,
    );
    return [
      {
        name: `Upload of ${size / MIB} MiB, against bare @tus/server`,
        unit: "MB/s",
        ours,
        theirs,
        target: { of: "ratio", is: "at least", value: 0.9 },
        note: "Ours also hashes the bytes meanwhile, on the same processors, and has them written through; the rival writes them.",
      },
      {
        name: `Processor time of an upload of ${size / MIB} MiB, against bare @tus/server`,
        unit: "ms",
        ours: processor.of("ours"),
        theirs: processor.of("theirs"),
      },
    ];
  } finally {
    await bare.stop();
    await shop.stop();
    await rm(folder, { recursive: true, force: true });
  }
}
