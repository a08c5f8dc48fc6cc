import { randomBytes } from "node:crypto";
import { type DetailedError, Upload } from "tus-js-client";
import { afterAll, beforeAll, expect, it } from "vitest";
import { RequestProblem } from "@/components/http/request";
import { discardUpload } from "@/lib/uploads/bytes/discard-upload";
import { codeOf, expectFinished, inEmptyShop, rowOf } from "@/test/upload-shop";
import { callUploads, startUploadServer, whenFinished } from "@/test/uploads";
import { isRetried, isUploadLost } from "./is-retried";

inEmptyShop();

let server: Awaited<ReturnType<typeof startUploadServer>>;
beforeAll(async () => {
  server = await startUploadServer();
});
afterAll(() => server.stop());

it("an upload that made way in the middle is sent again by itself, completely", async () => {
  const bytes = randomBytes(3_000_000);
  let token = "";
  let first = "";
  const upload = await new Promise<Upload>((resolve, reject) => {
    const upload: Upload = new Upload(bytes, {
      endpoint: server.url,
      chunkSize: 1_000_000,
      retryDelays: [0, 0],
      metadata: { filename: "a.bin" },
      onAfterResponse: async (_, response) => {
        token = response.getHeader("Upload-Token") ?? token;
        if (first || response.getHeader("Upload-Offset") !== "1000000") return;
        first = upload.url?.split("/").at(-1)?.split("?")[0] ?? "";
        await discardUpload(first);
      },
      onBeforeRequest: (request) => request.setHeader("Upload-Token", token),
      onShouldRetry: (error) => isRetried((error as DetailedError).originalResponse?.getStatus() ?? 0),
      onSuccess: () => resolve(upload),
      onError: reject,
    });
    upload.start();
  });
  const id = upload.url?.split("/").at(-1)?.split("?")[0] ?? "";
  expect(first).not.toBe("");
  expect(id).not.toBe(first);
  await whenFinished(id);
  await expectFinished({ id }, bytes);
  expect(await rowOf({ id: first })).toBeNull();
});

it.each([
  [0, true],
  [409, true],
  [410, true],
  [503, true],
  [507, false],
  [429, false],
  [403, false],
])("status %i: %s", (status, expected) => expect(isRetried(status)).toBe(expected));

it("what a door says of an upload that is gone is known for that", async () => {
  const code = await codeOf(
    await callUploads("HEAD", { path: `/${"a".repeat(22)}`, headers: { "Upload-Token": "x" } }),
  );
  expect(isUploadLost(new RequestProblem({ status: 404, code, title: "" }))).toBe(true);
  expect(isUploadLost(new RequestProblem({ status: 409, code: "upload_incomplete", title: "" }))).toBe(false);
});
