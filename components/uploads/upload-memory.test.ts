import { beforeEach, describe, expect, it } from "vitest";
import { forgetUpload, isSameFile, rememberedUploads, rememberUpload } from "./upload-memory";

const values = new Map<string, string>();
const store = {
  getItem: (key: string) => values.get(key) ?? null,
  setItem: (key: string, value: string) => void values.set(key, value),
  removeItem: (key: string) => void values.delete(key),
};
const file = { name: "a.zip", size: 10, type: "application/zip", lastModified: 1 };
const upload = (id: string, token = "t") => ({ url: `http://x/api/uploads/${id}`, token, file });
beforeEach(() => values.clear());

describe("uploads over a reload", () => {
  it("are found again, each with the token that opens it", () => {
    rememberUpload(store, "sale", upload("1"));
    rememberUpload(store, "sale", upload("2"));
    rememberUpload(store, "sale", upload("1", "newer"));
    expect(rememberedUploads(store, "sale")).toEqual([upload("2"), upload("1", "newer")]);
    forgetUpload(store, "sale", upload("2").url);
    expect(rememberedUploads(store, "sale")).toEqual([upload("1", "newer")]);
    forgetUpload(store, "sale", upload("1").url);
    expect(rememberedUploads(store, "sale")).toEqual([]);
    expect(values.size).toBe(0);
  });

  it("are kept apart by what they are for", () => {
    rememberUpload(store, "sale", upload("1"));
    rememberUpload(store, "version-of-f", upload("2"));
    forgetUpload(store, "version-of-f", upload("1").url);
    expect(rememberedUploads(store, "sale")).toEqual([upload("1")]);
    expect(rememberedUploads(store, "version-of-f")).toEqual([upload("2")]);
  });

  it("continue where an earlier version of the page began them", () => {
    values.set("filekiosk.upload", JSON.stringify(upload("old")));
    expect(rememberedUploads(store, "sale")).toEqual([upload("old")]);
    expect(rememberedUploads(store, "version-of-f")).toEqual([]);
    rememberUpload(store, "sale", upload("new"));
    expect(rememberedUploads(store, "sale")).toEqual([upload("old"), upload("new")]);
    forgetUpload(store, "sale", upload("old").url);
    expect(rememberedUploads(store, "sale")).toEqual([upload("new")]);
    expect(values.has("filekiosk.upload")).toBe(false);
  });

  it("continue only with the same file", () => {
    expect(isSameFile(file, { ...file })).toBe(true);
    for (const other of [{ name: "b.zip" }, { size: 11 }, { lastModified: 2 }]) {
      expect(isSameFile(file, { ...file, ...other })).toBe(false);
    }
  });

  it("are ignored when the stored data is damaged", () => {
    const broken = ["{", "null", '{"url":"u","token":"t"}', '{"url":1,"token":"t","file":{"name":"n","size":1}}'];
    for (const text of [...broken, `[${broken[2]},${broken[3]},null,1]`]) {
      values.set("filekiosk.upload", text);
      values.set("filekiosk.uploads.sale", text);
      expect(rememberedUploads(store, "sale")).toEqual([]);
    }
  });
});
