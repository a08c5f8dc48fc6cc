import { expect, it } from "vitest";
import { contentKind, localKind } from "./content-kind";

it.each([
  ["image/jpeg", "picture"],
  ["image/svg+xml", "other"],
  ["application/pdf", "pdf"],
  ["application/epub+zip", "book"],
  ["audio/ogg; codecs=opus", "sound"],
  ["video/x-matroska", "film"],
  ["application/zip", "archive"],
  ["text/csv", "text"],
  ["application/x-msdownload", "other"],
  ["", "other"],
])("%s is shown as %s", (mediaType, kind) => {
  expect(contentKind(mediaType)).toBe(kind);
});

it("knows by its name a file whose type the browser does not know", () => {
  expect(localKind({ name: "film.mkv", type: "" })).toBe("film");
  expect(localKind({ name: "notes.md", type: "" })).toBe("text");
  expect(localKind({ name: "thing", type: "" })).toBe("other");
});
