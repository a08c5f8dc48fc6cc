import { expect, test } from "vitest";
import { isUploadRequest } from "./upload-door.mjs";

const id = "0123456789ABCDEFGHabcd";

test("the upload door answers for the door itself and for each upload", () => {
  expect(isUploadRequest({ url: "/api/uploads" })).toBe(true);
  expect(isUploadRequest({ url: `/api/uploads/${id}` })).toBe(true);
});

test.each([
  "/api/uploads/",
  `/api/uploads/${id}/`,
  `/api/uploads/${id}?x=${id}`,
  `/api/uploads/${id}/${id}`,
  `/api/uploads/%30123456789ABCDEFGHabcd`,
  `//api/uploads/${id}`,
  `http://other/api/uploads/${id}`,
  "/api/uploadsx",
  "/api/files",
])("any other spelling goes to Next: %s", (url) => {
  expect(isUploadRequest({ url })).toBe(false);
});
