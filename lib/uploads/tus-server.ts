import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { Server } from "@tus/server";
import { settings } from "../env";
import { newId } from "../ids";
import { perProcess } from "../process";
import type { SessionData } from "../sign-in/session";
import { admitUpload } from "./admit-upload";
import { finishUpload } from "./finish-upload";
import { receivingLocks } from "./locks";
import type { PartChecksum } from "./part-checksum";
import { PartStore } from "./part-store";
import { UPLOADS_PATH } from "./schema";
import { readUploadLength, readUploadName, uploadIdOf } from "./upload-request";

/** What travels with one request through @tus/server, whose hooks and store know nothing of ours. */
export type Passage = {
  ipPrefix: string;
  session: SessionData | null;
  now: Date;
  checksum: PartChecksum | null;
  /** The upload that this request created, once it is admitted, with its token. */
  created?: { id: string; token: string };
  /** What went wrong, before @tus/server turns it into a line of text. */
  error?: unknown;
};

/** How long a request that holds an upload may go on once another asks for it, in milliseconds. */
const LOCK_DRAIN = 500;

export type Tus = { server: Server; passages: AsyncLocalStorage<Passage> };

/** The tus 1.0.0 protocol, spoken by @tus/server. Whoever gets this far has been let in by `handleUpload`. */
export function tus(): Tus {
  return perProcess("uploads.tus", () => {
    const passages: Tus["passages"] = new AsyncLocalStorage();
    const current = (): Passage => {
      const passage = passages.getStore();
      if (!passage) throw new Error("A request reached tus by another way than handleUpload.");
      return passage;
    };
    const server = new Server({
      path: UPLOADS_PATH,
      datastore: new PartStore(() => current().checksum),
      locker: receivingLocks(),
      lockDrainTimeout: LOCK_DRAIN,
      maxSize: () => settings().maxFileSize,
      // Where the upload goes on is said without a host, so that no header of the request can choose it.
      relativeLocation: true,
      respectForwardedHeaders: false,
      namingFunction: () => newId(),
      getFileIdFromRequest: (request) => uploadIdOf(request.url) ?? undefined,
      onUploadCreate: async (request, upload) => {
        const passage = current();
        const { ipPrefix, session } = passage;
        const { headers } = request;
        const { id } = upload;
        const wanted = { id, name: readUploadName(headers), size: readUploadLength(headers), ipPrefix, session };
        passage.created = { id, token: await admitUpload(wanted, passage.now) };
        return {};
      },
      onUploadFinish: async (_request, upload) => {
        await finishUpload(upload.id, current().now);
        return {};
      },
      onResponseError: (_request, error) => {
        current().error = error;
        return undefined;
      },
    });
    return { server, passages };
  });
}
