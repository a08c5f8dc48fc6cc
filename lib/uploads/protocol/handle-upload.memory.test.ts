import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { freshDatabase } from "@/test/database";
import { createUpload, sendPart } from "@/test/uploads";

let close: () => Promise<void>;
beforeAll(async () => {
  process.env.APP_URL = "http://localhost:3000";
  process.env.MIN_FREE_SPACE = "1MB";
  ({ close } = await freshDatabase());
});
afterAll(() => close());

const MB = 1_000_000;

it("an upload of 300 MB in one request takes no more memory than a small one", async () => {
  const piece = Buffer.alloc(MB, "filekiosk");
  const upload = await createUpload(300 * MB, "large.bin");
  const hash = createHash("sha256");
  const before = process.memoryUsage().rss;
  let peak = before;
  let sent = 0;
  const body = new ReadableStream({
    pull(controller) {
      if (sent === 300) return controller.close();
      sent += 1;
      hash.update(piece);
      // A copy, as from the network: bytes that are kept somewhere would add up.
      controller.enqueue(Buffer.from(piece));
      peak = Math.max(peak, process.memoryUsage().rss);
    },
  });
  expect((await sendPart(upload, 0, body)).status).toBe(204);
  expect(await db().upload.findUnique({ where: { id: upload.id } })).toMatchObject({
    state: "finished",
    sha256: hash.digest("hex"),
  });
  expect((peak - before) / MB).toBeLessThan(150);
});
