import { randomBytes } from "node:crypto";
import { Upload } from "tus-js-client";
import { afterAll, beforeAll, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { forgetPerProcess } from "@/lib/process";
import { storage } from "@/lib/storage/storage";
import { freshDatabase } from "@/test/database";
import { startUploadServer, whenFinished } from "@/test/uploads";

/** The client that our own page uses, over a real network. */

let close: () => Promise<void>;
let server: Awaited<ReturnType<typeof startUploadServer>>;
beforeAll(async () => {
  process.env.APP_URL = "http://localhost:3000";
  process.env.MIN_FREE_SPACE = "1MB";
  ({ close } = await freshDatabase());
  server = await startUploadServer();
});
afterAll(async () => {
  await server.stop();
  await close();
});

type Options = ConstructorParameters<typeof Upload>[1];

/** Keeps the token from the response that creates the upload, and sends it from then on, as our page does. */
function withToken(options: Options): Options {
  let token = "";
  return {
    endpoint: server.url,
    retryDelays: [10, 10, 10],
    onAfterResponse: (_, response) => {
      token = response.getHeader("Upload-Token") ?? token;
    },
    onBeforeRequest: (request) => {
      if (token) request.setHeader("Upload-Token", token);
    },
    ...options,
  };
}

function send(bytes: Buffer, options: Options): Promise<Upload> {
  return new Promise((resolve, reject) => {
    const upload = new Upload(bytes, { ...withToken(options), onError: reject, onSuccess: () => resolve(upload) });
    upload.start();
  });
}

async function stored(url: string | null): Promise<Buffer> {
  const id = url?.split("/").at(-1)?.split("?")[0] ?? "";
  await whenFinished(id);
  const row = await db().upload.findUniqueOrThrow({ where: { id } });
  expect(row.state).toBe("finished");
  const parts: Buffer[] = [];
  for await (const part of await storage().open(row.storageKey)) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

it("tus-js-client uploads in parts and gets every byte across", async () => {
  const bytes = randomBytes(3_000_000);
  const upload = await send(bytes, { chunkSize: 1_000_000, metadata: { filename: "ملف.bin" } });
  expect(Buffer.compare(await stored(upload.url), bytes)).toBe(0);
});

it("tus-js-client uploads a small file in one request", async () => {
  const bytes = Buffer.from("small");
  const upload = await send(bytes, { uploadDataDuringCreation: true, metadata: { filename: "a.txt" } });
  expect(Buffer.compare(await stored(upload.url), bytes)).toBe(0);
});

it("tus-js-client continues where it was after the server went away in the middle", async () => {
  const bytes = randomBytes(8_000_000);
  let killed = false;
  const offsets: number[] = [];
  const upload = await send(bytes, {
    chunkSize: 1_000_000,
    onChunkComplete: (_, accepted) => {
      offsets.push(accepted);
      if (killed || accepted < 3_000_000) return;
      killed = true;
      const port = Number(new URL(server.url).port);
      // A new process only knows what is on the disk.
      const restart = server.stop().then(async () => {
        for (const name of ["uploads.tus", "uploads.hashes", "uploads.receiving", "uploads.finishing"])
          forgetPerProcess(name);
        server = await startUploadServer(port);
      });
      restart.catch((error) => expect.fail(String(error)));
    },
  });
  expect(killed).toBe(true);
  expect(new Set(offsets).size).toBe(offsets.length);
  expect(Buffer.compare(await stored(upload.url), bytes)).toBe(0);
});

it("tus-js-client is told in our own words what is wrong", async () => {
  const refused = send(Buffer.alloc(0), { metadata: { filename: "empty.txt" }, retryDelays: null });
  await expect(refused).rejects.toThrow(/empty_file/);
});

it("tus-js-client cancels, and nothing stays", async () => {
  const upload = await send(randomBytes(1_000), { metadata: { filename: "a" } });
  const id = upload.url?.split("/").at(-1) ?? "";
  await upload.abort(true);
  expect(await db().upload.findUnique({ where: { id } })).toBeNull();
});
