import "server-only";
import { Server } from "@tus/server";
import { settings } from "../env";
import { newId } from "../ids";
import { perProcess } from "../process";
import type { SessionData } from "../sign-in/session";
import { admitUpload } from "./admit-upload";
import { finishUpload } from "./finish-upload";
import { receivingLocks } from "./locks";
import { PartStore } from "./part-store";
import { UPLOADS_PATH } from "./schema";
import { readUploadLength, readUploadName, uploadIdOf } from "./upload-request";

/** What travels with one request through @tus/server, whose hooks get the request object and no more. */
export type Passage = {
  ipPrefix: string;
  session: SessionData | null;
  now: Date;
  /** The upload token, once the upload is admitted. */
  token?: string;
  /** What went wrong, before @tus/server turns it into a line of text. */
  error?: unknown;
};

/** How long a request that holds an upload may go on once another asks for it, in milliseconds. */
const LOCK_DRAIN = 500;

export type Tus = { server: Server; passages: WeakMap<object, Passage> };

/** The tus 1.0.0 protocol, spoken by @tus/server. Whoever gets this far has been let in by `handleUpload`. */
export function tus(): Tus {
  return perProcess("uploads.tus", () => {
    const passages: Tus["passages"] = new WeakMap();
    const passageOf = (request: object): Passage => {
      const passage = passages.get(request);
      if (!passage) throw new Error("A request reached tus by another way than handleUpload.");
      return passage;
    };
    const server = new Server({
      path: UPLOADS_PATH,
      datastore: new PartStore(),
      locker: receivingLocks(),
      lockDrainTimeout: LOCK_DRAIN,
      maxSize: () => settings().maxFileSize,
      // Where the upload goes on is said without a host, so that no header of the request can choose it.
      relativeLocation: true,
      respectForwardedHeaders: false,
      namingFunction: () => newId(),
      getFileIdFromRequest: (request) => uploadIdOf(request.url) ?? undefined,
      onUploadCreate: async (request, upload) => {
        const passage = passageOf(request);
        const { headers } = request;
        const wanted = { id: upload.id, name: readUploadName(headers), size: readUploadLength(headers), ...passage };
        passage.token = await admitUpload(wanted, passage.now);
        return {};
      },
      onUploadFinish: async (request, upload) => {
        await finishUpload(upload.id, passageOf(request).now);
        return {};
      },
      onResponseError: (request, error) => {
        passageOf(request).error = error;
        return undefined;
      },
    });
    return { server, passages };
  });
}
