import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import { type Locker, Server } from "@tus/server";
import { newId } from "@/lib/ids";
import { log } from "@/lib/log";
import { settings } from "@/lib/settings/settings";
import { admitUpload } from "@/lib/uploads/admission/admit-upload";
import { receivingLocks } from "@/lib/uploads/bytes/locks";
import { finishUpload } from "@/lib/uploads/finish/finish-upload";
import { UPLOADS_PATH } from "@/lib/uploads/schema";
import { readChosenToken } from "./chosen-token";
import type { RequestContext } from "./request-context";
import { readUploadLength, readUploadName, uploadIdOf } from "./upload-headers";
import { UploadStore } from "./upload-store";

/** How long a request that holds an upload may continue once another asks for it, in milliseconds. */
const LOCK_DRAIN = 500;

export type Tus = { server: Server; contexts: AsyncLocalStorage<RequestContext> };

/** The tus 1.0.0 protocol, by @tus/server. Requests that get this far have been checked by `handleUpload`. */
export function tus(): Tus {
  made ??= makeTus();
  return made;
}

/** One for each copy of this module, so that its errors and hooks are ours. Locks and hashes exist once per process. */
let made: Tus | undefined;

function makeTus(): Tus {
  const contexts: Tus["contexts"] = new AsyncLocalStorage();
  const current = (): RequestContext => {
    const context = contexts.getStore();
    if (!context) throw new Error("A request reached tus by another way than handleUpload.");
    return context;
  };
  const server = new Server({
    path: UPLOADS_PATH,
    datastore: new UploadStore(current),
    locker: lockerTelling(current),
    lockDrainTimeout: LOCK_DRAIN,
    maxSize: () => settings().maxFileSize,
    // The upload's URL is relative, so that no header of the request can choose its host.
    relativeLocation: true,
    respectForwardedHeaders: false,
    namingFunction: () => newId(),
    getFileIdFromRequest: (request) => uploadIdOf(request.url) ?? undefined,
    onUploadCreate: async (request, upload) => {
      const context = current();
      const { ipPrefix, session } = context;
      const { headers } = request;
      const { id } = upload;
      const chosenToken = readChosenToken(headers);
      const wanted = {
        id,
        name: readUploadName(headers),
        size: readUploadLength(headers),
        ipPrefix,
        session,
        chosenToken,
      };
      context.created = { id, token: await admitUpload(wanted, context.now) };
      return {};
    },
    onUploadFinish: async (_request, upload) => {
      // Hashing the rest and the flush to the disk continue while the seller sets a price: `awaitFinished` waits for
      // them, and repeats them if they failed.
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
  return { server, contexts };
}

/** tus ends the body that it reads when it is asked to stop. It does not read ours, so the store has to be told. */
function lockerTelling(current: () => RequestContext): Locker {
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
