import { access, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { beforeEach, describe, expect, it } from "vitest";
import type { StorageDriver } from "./driver";
import { newStorageKey } from "./keys";

type DriverUnderTest = {
  driver: StorageDriver;
  /** An empty local folder, for incoming files. */
  folder: string;
};

/**
 * The tests that every storage driver must pass. Call it in the driver's own test with a function that makes a fresh,
 * empty one.
 */
export function testDriver(name: string, make: () => Promise<DriverUnderTest>): void {
  describe(`${name} keeps the storage contract`, () => {
    let driver: StorageDriver;
    let folder: string;
    beforeEach(async () => {
      ({ driver, folder } = await make());
    });

    async function store(bytes: Uint8Array, key = newStorageKey()): Promise<string> {
      const path = join(folder, key);
      await writeFile(path, bytes);
      await driver.promote(path, key);
      return key;
    }

    it("gives back exactly the bytes it was given", async () => {
      const bytes = patterned(700_001);
      const key = await store(bytes);
      expect(await driver.size(key)).toBe(bytes.length);
      expect(Buffer.compare(await readAll(await driver.open(key)), bytes)).toBe(0);
    });

    it("gives back exactly the range asked for", async () => {
      const bytes = patterned(1_000_003);
      const key = await store(bytes);
      const ranges = [
        { start: 0, end: 0 },
        { start: 0, end: bytes.length - 1 },
        { start: 262_143, end: 262_144 },
        { start: 500_000, end: 999_999 },
        { start: bytes.length - 1, end: bytes.length - 1 },
      ];
      for (const range of ranges) {
        const part = await readAll(await driver.open(key, range));
        expect(Buffer.compare(part, bytes.subarray(range.start, range.end + 1))).toBe(0);
      }
    });

    it("takes the local file away", async () => {
      const key = await store(patterned(10));
      await expect(access(join(folder, key))).rejects.toMatchObject({ code: "ENOENT" });
    });

    it("may be told to promote twice, as after a crash", async () => {
      const key = await store(patterned(10));
      await driver.promote(join(folder, key), key);
      expect(await driver.size(key)).toBe(10);
    });

    it("refuses to promote what is neither here nor stored", async () => {
      const key = newStorageKey();
      await expect(driver.promote(join(folder, "nothing"), key)).rejects.toThrow();
      expect(await driver.size(key)).toBeNull();
    });

    it("knows that a missing key is missing", async () => {
      const key = newStorageKey();
      expect(await driver.size(key)).toBeNull();
      await expect(driver.open(key)).rejects.toMatchObject({ code: "file_unavailable" });
    });

    it("removes one key and no other, and does not mind removing it again", async () => {
      const [gone, kept] = [await store(patterned(5)), await store(patterned(6))];
      await driver.remove(gone);
      await driver.remove(gone);
      expect(await driver.size(gone)).toBeNull();
      expect(await driver.size(kept)).toBe(6);
    });

    it("lets a reader finish that began before the removal", async () => {
      const bytes = patterned(2_000_000);
      const key = await store(bytes);
      const reader = await driver.open(key);
      await driver.remove(key);
      expect((await readAll(reader)).length).toBe(bytes.length);
    });

    it("serves many readers of one key at once", async () => {
      const bytes = patterned(300_000);
      const key = await store(bytes);
      const copies = await Promise.all(Array.from({ length: 20 }, async () => readAll(await driver.open(key))));
      for (const copy of copies) expect(Buffer.compare(copy, bytes)).toBe(0);
    });

    const strangeKeys = [
      "",
      ".",
      "..",
      "../../etc/passwd",
      "a/b",
      `${"a".repeat(39)}/`,
      "A".repeat(40),
      `${"a".repeat(40)}\0`,
    ];
    it.each(strangeKeys)("never looks where a key leads that it did not make: %j", async (key) => {
      await expect(driver.size(key)).rejects.toThrow("Not a storage key");
      await expect(driver.open(key)).rejects.toThrow("Not a storage key");
      await expect(driver.remove(key)).rejects.toThrow("Not a storage key");
      await expect(driver.promote(join(folder, "x"), key)).rejects.toThrow("Not a storage key");
    });

    it("names a place of its own for each key, or none at all, and never for a key that it did not make", () => {
      const [one, other] = [driver.place(newStorageKey()), driver.place(newStorageKey())];
      if (one === null) return expect(other).toBeNull();
      expect(one).not.toBe(other);
      for (const place of [one, other]) expect(place).toMatch(/^[A-Za-z0-9._~%-]+(\/[A-Za-z0-9._~%-]+)*$/);
      for (const key of strangeKeys) expect(() => driver.place(key)).toThrow("Not a storage key");
    });

    it("says how much room is left, or that there is no such limit", async () => {
      const free = await driver.freeSpace();
      expect(free === null || (Number.isSafeInteger(free) && free >= 0)).toBe(true);
    });

    it("is ready", async () => {
      await expect(driver.check()).resolves.toBeUndefined();
    });
  });
}

/** Bytes without nearby repetitions, so that a shifted range is noticed. */
function patterned(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let index = 0; index < length; index++) bytes[index] = (index * 31 + (index >> 8) * 17) & 0xff;
  return bytes;
}

async function readAll(stream: Readable): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
