import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import type { Readable } from "node:stream";
import { type Locker, Server } from "@tus/server";
import { settings } from "../env";
import { newId } from "../ids";
import { log } from "../log";
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
  /** The bytes, which go straight to our store: tus sees a request without a body. */
  body: Readable | null;
  /** Asks the store to end early, because somebody else wants the upload. Known once the upload is locked. */
  stop?: AbortSignal;
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
  made ??= makeTus();
  return made;
}

/** One for each copy of this module, so that its errors and hooks are ours. Locks and hashes are one per process. */
let made: Tus | undefined;

function makeTus(): Tus {
  const passages: Tus["passages"] = new AsyncLocalStorage();
  const current = (): Passage => {
    const passage = passages.getStore();
    if (!passage) throw new Error("A request reached tus by another way than handleUpload.");
    return passage;
  };
  const server = new Server({
    path: UPLOADS_PATH,
    datastore: new PartStore(current),
    locker: lockerTelling(current),
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
      // Hashing the rest and the flush to the disk go on while the seller sets a price: `awaitFinished` waits for them, and
      // takes them up again where they failed.
      finishUpload(upload.id, current().now).catch((err) => {
        log.error({ err, uploadId: upload.id }, "An upload whose bytes are all here could not be finished.");
      });
      return {};
    },
    onResponseError: (_request, error) => {
      current().error = error;
      return undefined;
    },
  });
  return { server, passages };
}

/** tus ends the body that it reads when it is asked to stop. Ours it does not read, so the store has to hear of it. */
function lockerTelling(current: () => Passage): Locker {
  return {
    newLock(name) {
      const lock = receivingLocks().newLock(name);
      return {
        lock(signal, askToStop) {
          current().stop = signal;
          return lock.lock(signal, askToStop);
        },
        unlock: () => lock.unlock(),
      };
    },
  };
}
