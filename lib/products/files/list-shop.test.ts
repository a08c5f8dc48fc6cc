import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { block } from "@/lib/blocks/change-block";
import { MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { newId } from "@/lib/ids";
import { resetSettings } from "@/lib/settings/settings";
import type { SessionData } from "@/lib/sign-in/seller-session";
import { freshDatabase } from "@/test/database";
import { makeFile, makeSeller } from "@/test/files";
import { listShop } from "./list-shop";

let close: () => Promise<void>;
let seller: SessionData;
beforeAll(async () => {
  process.env.APP_URL = "http://localhost:3000";
  ({ close } = await freshDatabase());
});
beforeEach(async () => {
  await db().file.updateMany({ data: { listed: false } });
  seller = await makeSeller();
});
afterAll(async () => {
  delete process.env.SELLERS;
  await close();
});

const now = new Date();

async function list(data: object = {}, of = seller) {
  const { id } = await makeFile(of);
  await db().file.update({ where: { id }, data: { listed: true, ...data } });
  return id;
}
const shown = async () => (await listShop(now)).files.map(({ id }) => id);

describe("the shop's list", () => {
  it("has a file that its seller lists, with its price, and not one that is only linked to", async () => {
    await makeFile(seller);
    const id = await list();
    expect((await listShop(now)).files).toMatchObject([{ id, free: false, seller: { address: seller.address } }]);
  });

  it.each([
    ["suspended", { suspendedAt: now }],
    ["withheld", { withheldAt: now }],
    ["removed", { removedAt: now }],
    ["paused", { paused: true }],
    ["ended", { onSaleUntil: now }],
    ["without bytes", { bytesGone: true }],
  ])("has none that is %s", async (_, data) => {
    await list(data);
    expect(await shown()).toEqual([]);
  });

  it("has none of a seller who waits after a restore, or whom the operator does not let sell any more", async () => {
    const other = await makeSeller();
    const [own, id] = [await list(), await list({}, other)];
    expect((await shown()).toSorted()).toEqual([own, id].toSorted());
    process.env.SELLERS = seller.address;
    resetSettings();
    expect(await shown()).toEqual([own]);
    await db().seller.update({ where: { id: seller.sellerId }, data: { payoutHeldAt: now } });
    expect(await shown()).toEqual([]);
    await db().seller.update({ where: { id: seller.sellerId }, data: { payoutHeldAt: null, suspendedAt: now } });
    expect(await shown()).toEqual([]);
    await db().seller.update({ where: { id: seller.sellerId }, data: { suspendedAt: null } });
    await block({ kind: "wallet", value: seller.address, reason: "tests" }, { kind: "command-line" }, now);
    expect(await shown()).toEqual([]);
    delete process.env.SELLERS;
    resetSettings();
  });

  it("has every file once, page by page, the newest first", async () => {
    const id = await list();
    const [file, version, terms] = await Promise.all([
      db().file.findUniqueOrThrow({ where: { id } }),
      db().fileVersion.findFirstOrThrow({ where: { fileId: id } }),
      db().terms.findFirstOrThrow({ where: { fileId: id } }),
    ]);
    const ids = Array.from({ length: 25 }, () => newId());
    const at = (index: number) => ({ createdAt: new Date(file.createdAt.getTime() + (25 - index) * MINUTE) });
    await db().file.createMany({ data: ids.map((one, index) => ({ ...file, ...at(index), id: one })) });
    await db().fileVersion.createMany({
      data: ids.map((one) => ({ ...version, id: one, fileId: one, storageKey: one })),
    });
    await db().terms.createMany({ data: ids.map((one) => ({ ...terms, id: one, fileId: one, versionId: one })) });
    const first = await listShop(now);
    expect([first.files.length, first.older]).toEqual([24, true]);
    const rest = await listShop(now, first.files.at(-1)?.id);
    expect([...first.files, ...rest.files].map((one) => one.id)).toEqual([...ids, id]);
    expect(rest.older).toBe(false);
    expect((await listShop(now, "nothing")).files).toHaveLength(24);
  });
});
