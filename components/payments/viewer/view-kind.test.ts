import { describe, expect, it } from "vitest";
import { viewKind } from "./view-kind";

describe("what the page shows of a file", () => {
  it.each([
    ["image/png", "picture"],
    ["image/jpeg", "picture"],
    ["image/avif", "picture"],
    ["audio/mpeg", "audio"],
    ["video/mp4", "video"],
    ["text/plain", "text"],
    ["text/markdown; charset=utf-8", "text"],
    ["application/json", "text"],
    ["application/pdf", "pdf"],
  ])("%s as %s", (type, kind) => {
    expect(viewKind(type, 1_000)).toBe(kind);
  });

  it.each([
    "image/svg+xml",
    "IMAGE/SVG+XML; charset=utf-8",
    "text/html",
    "application/xhtml+xml",
    "text/xml",
    "text/css",
    "application/xml",
    "application/octet-stream",
    "application/zip",
    "",
  ])("%s not at all", (type) => {
    expect(viewKind(type, 1_000)).toBeNull();
  });

  it("no empty file, and no picture or PDF that is too much for a page", () => {
    expect(viewKind("text/plain", 0)).toBeNull();
    expect(viewKind("image/png", 200 * 1024 * 1024)).toBeNull();
    expect(viewKind("application/pdf", 600 * 1024 * 1024)).toBeNull();
    expect(viewKind("video/mp4", 200 * 1024 ** 3)).toBe("video");
  });
});
