import { beforeEach, describe, expect, it } from "vitest";
import { forgetUpload, isSameFile, rememberedUpload, rememberUpload } from "./upload-memory";

const values = new Map<string, string>();
const store = {
  getItem: (key: string) => values.get(key) ?? null,
  setItem: (key: string, value: string) => void values.set(key, value),
  removeItem: (key: string) => void values.delete(key),
};
const file = { name: "a.zip", size: 10, type: "application/zip", lastModified: 1 };
beforeEach(() => values.clear());

describe("an upload over a reload", () => {
  it("is found again with the token that opens it", () => {
    rememberUpload(store, { url: "http://x/api/uploads/1", token: "t", file });
    expect(rememberedUpload(store)).toEqual({ url: "http://x/api/uploads/1", token: "t", file });
    forgetUpload(store);
    expect(rememberedUpload(store)).toBeNull();
  });

  it("goes on only with the same file", () => {
    expect(isSameFile(file, { ...file })).toBe(true);
    for (const other of [{ name: "b.zip" }, { size: 11 }, { lastModified: 2 }]) {
      expect(isSameFile(file, { ...file, ...other })).toBe(false);
    }
  });

  it("is not believed when what was kept is broken", () => {
    for (const text of ["{", "null", '{"url":"u","token":"t"}', '{"url":1,"token":"t","file":{"name":"n","size":1}}']) {
      values.set("filekiosk.upload", text);
      expect(rememberedUpload(store)).toBeNull();
    }
  });
});
