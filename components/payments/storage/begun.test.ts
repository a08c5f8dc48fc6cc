import { beforeEach, describe, expect, it } from "vitest";
import { paymentMemory } from "@/components/payments/wire/saved-payment";
import type { Offer } from "@/lib/offers/schema";
import { begin, endBegun, isUnfinished, loadBegun } from "./begun";
import { type Goods, requestFor, targetOf } from "./goods";

const kept = new Map<string, string>();
const store = {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
};
let keys = 0;
const newKey = () => `key-${++keys}`;
const offer = { network: "eip155:31337", amount: "200000" } as Offer;
const goods: Goods = { kind: "file", fileId: "f1", days: 30, by: "anybody" };
const target = targetOf(goods);
const signed = { header: "h", claimToken: "c", payer: "0x1", validBefore: 1, judged: false };

beforeEach(() => {
  kept.clear();
  keys = 0;
});

describe("a purchase of storage that was begun", () => {
  it("keeps its key for as long as it is the same", () => {
    expect(begin(store, goods, offer, newKey).key).toBe("key-1");
    expect(begin(store, goods, offer, newKey).key).toBe("key-1");
    expect(begin(store, { ...goods, days: 90 }, offer, newKey).key).toBe("key-2");
    expect(loadBegun(store, target)?.goods).toEqual({ ...goods, days: 90 });
  });

  it("gets another key once its outcome is known: more of the same is another purchase", () => {
    begin(store, goods, offer, newKey);
    endBegun(store, target);
    expect(loadBegun(store, target)).toBeNull();
    expect(begin(store, goods, offer, newKey).key).toBe("key-2");
  });

  it("is not replaced while something is signed for it", () => {
    begin(store, goods, offer, newKey);
    expect(isUnfinished(store, target)).toBe(false);
    paymentMemory(store, target).save(signed);
    expect(isUnfinished(store, target)).toBe(true);
    const other = begin(store, { ...goods, days: 365 }, offer, newKey);
    expect(other).toMatchObject({ key: "key-1", goods });
  });

  it("is told apart from those of other files and uploads", () => {
    const upload: Goods = { kind: "upload", uploadId: "f1", token: "t", days: 30 };
    const keysOf = [goods, upload, { ...goods, fileId: "f2" }].map((one) => begin(store, one, offer, newKey).key);
    expect(keysOf).toEqual(["key-1", "key-2", "key-3"]);
    expect(begin(store, { kind: "larger", uploadId: "f1", token: "t", fileId: "f1" }, offer, newKey).key).toBe("key-4");
  });

  it.each(["", "null", "[]", '"x"', '{"key":1}', "{"])("is forgotten where %j is stored", (text) => {
    kept.set(`filekiosk.${target}`, text);
    expect(loadBegun(store, target)).toBeNull();
  });
});

describe("the request", () => {
  it("names the days of a file, and the token of an upload, and carries the key", () => {
    expect(requestFor(goods, "k")).toEqual({
      path: "/api/files/f1/storage",
      headers: { "Idempotency-Key": "k" },
      body: { days: 30 },
    });
    expect(requestFor({ ...goods, by: "seller" }, "k").path).toBe("/api/storage/files/f1");
    expect(requestFor({ kind: "upload", uploadId: "u1", token: "t", days: 60 }, "k")).toEqual({
      path: "/api/storage/uploads/u1",
      headers: { "Idempotency-Key": "k", "Upload-Token": "t" },
      body: { days: 60 },
    });
    expect(requestFor({ kind: "larger", uploadId: "u1", token: "t", fileId: "f1" }).body).toEqual({
      replacesFileId: "f1",
    });
  });
});
