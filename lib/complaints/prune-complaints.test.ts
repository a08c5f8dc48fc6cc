import { afterAll, beforeAll, expect, it } from "vitest";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { newId } from "@/lib/ids";
import { resetSettings } from "@/lib/settings/settings";
import { freshDatabase } from "@/test/database";
import { makeFile, makeSeller } from "@/test/files";
import { addPayment } from "@/test/rows";
import { pruneComplaints } from "./prune-complaints";

let close: () => Promise<void>;
beforeAll(async () => {
  process.env.APP_URL = "http://localhost:3000";
  process.env.KEEP_COMPLAINTS = "10";
  ({ close } = await freshDatabase());
});
afterAll(async () => {
  delete process.env.KEEP_COMPLAINTS;
  resetSettings();
  await close();
});

it("messages are deleted so many days after they were done, or after they were sent if they never were", async () => {
  const seller = await makeSeller();
  const { id: fileId } = await makeFile(seller);
  const { id: termsId } = await db().terms.findFirstOrThrow({ where: { fileId } });
  const { id: orderId } = await addPayment(termsId);
  const now = new Date();
  const daysAgo = (days: number) => new Date(now.getTime() - days * DAY);
  const add = (text: string, sent: number, done: number | null) =>
    db().complaint.create({
      data: {
        id: newId(),
        orderId,
        sellerId: seller.sellerId,
        text,
        createdAt: daysAgo(sent),
        doneAt: done === null ? null : daysAgo(done),
      },
    });
  await add("done long ago", 12, 11);
  await add("done lately", 30, 9);
  await add("open", 9, null);
  for (let count = 0; count < 250; count += 1) await add("forgotten", 11, null);
  await pruneComplaints(now);
  const left = await db().complaint.findMany({ orderBy: { text: "asc" } });
  expect(left.map(({ text }) => text)).toEqual(["done lately", "open"]);
});
