import { afterAll, beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { newId } from "@/lib/ids";
import { freshDatabase } from "@/test/database";
import { makeFile, makeSeller } from "@/test/files";
import { addPayment } from "@/test/rows";
import { placeOfMessage, readReportedMessage } from "./reported-message";

let close: () => Promise<void>;
beforeAll(async () => {
  process.env.APP_URL = "http://localhost:3000";
  ({ close } = await freshDatabase());
});
afterAll(() => close());

it("an operator reads a message that a report about its file names, and no other", async () => {
  const seller = await makeSeller();
  const [file, other] = [await makeFile(seller), await makeFile(seller)];
  const { id: termsId } = await db().terms.findFirstOrThrow({ where: { fileId: file.id } });
  const { id: orderId } = await addPayment(termsId);
  const id = newId();
  const said = { text: "It is empty.", reply: "You are an idiot." };
  await db().complaint.create({ data: { id, orderId, sellerId: seller.sellerId, ...said, createdAt: new Date() } });
  const place = placeOfMessage(file.url, id);
  expect(await readReportedMessage(`See ${place}, please`, file.id)).toEqual(said);
  for (const [location, fileId] of [
    [place, other.id],
    [placeOfMessage(file.url, newId()), file.id],
    [`${place}x`, file.id],
    [file.url, file.id],
    ["", file.id],
  ] as const) {
    expect(await readReportedMessage(location, fileId)).toBeNull();
  }
});
