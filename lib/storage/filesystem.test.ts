import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDriver } from "./driver.contract";
import { filesystemDriver } from "./filesystem";
import { isStorageKey, newStorageKey } from "./keys";

let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "filekiosk-storage-"));
});
afterAll(() => rm(base, { recursive: true, force: true }));

async function fresh() {
  const folder = await mkdtemp(join(base, "in-"));
  const root = join(await mkdtemp(join(base, "root-")), "deep", "files");
  return { driver: filesystemDriver(root), folder, root };
}

testDriver("the filesystem driver", fresh);

describe("the filesystem driver", () => {
  it("spreads files over folders named by the first two characters", async () => {
    const { driver, folder, root } = await fresh();
    const key = newStorageKey();
    await writeFile(join(folder, "part"), "bytes");
    await driver.promote(join(folder, "part"), key);
    expect(await readdir(root)).toEqual([key.slice(0, 2)]);
    expect(await readdir(join(root, key.slice(0, 2)))).toEqual([key]);
  });

  it("does not take a folder for a stored file", async () => {
    const { driver, root } = await fresh();
    const key = newStorageKey();
    await mkdir(join(root, key.slice(0, 2), key), { recursive: true });
    expect(await driver.size(key)).toBeNull();
  });

  it("says in words that it cannot write", async () => {
    const { folder } = await fresh();
    await writeFile(join(folder, "file"), "");
    const driver = filesystemDriver(join(folder, "file", "files"));
    await expect(driver.check()).rejects.toThrow(/cannot be stored in .*check that the folder exists/);
  });

  it("copies where uploads and files lie on different disks", async ({ skip }) => {
    const other = await mkdtemp("/dev/shm/filekiosk-").catch(() => null);
    if (other === null) return skip();
    try {
      const { driver, root } = await fresh();
      const key = newStorageKey();
      await writeFile(join(other, "part"), "from another disk");
      await driver.promote(join(other, "part"), key);
      expect(await driver.size(key)).toBe(17);
      expect(await readdir(join(root, key.slice(0, 2)))).toEqual([key]);
      expect(await readdir(other)).toEqual([]);
    } finally {
      await rm(other, { recursive: true, force: true });
    }
  });
});

describe("storage keys", () => {
  it("never repeat and never need escaping", () => {
    const keys = Array.from({ length: 1_000 }, newStorageKey);
    expect(new Set(keys).size).toBe(1_000);
    for (const key of keys) expect(isStorageKey(key)).toBe(true);
    for (const text of ["", "x", newStorageKey().toUpperCase(), `${newStorageKey()}\n`])
      expect(isStorageKey(text)).toBe(false);
  });
});
