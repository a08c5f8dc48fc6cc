import "server-only";
import type { Readable } from "node:stream";
import type { SessionData } from "@/lib/sign-in/seller-session";
import type { PartChecksum } from "./checksum-header";

/** The requester, and the time. */
export type UploadContext = { ipPrefix: string; session: SessionData | null; now: Date };

/** The context of one request through @tus/server, whose hooks and store know nothing about our types. */
export type RequestContext = UploadContext & {
  checksum: PartChecksum | null;
  /** The bytes, which go straight to our store: tus sees a request without a body. */
  body: Readable | null;
  /** Asks the store to end early, because another request wants the upload. Set once the upload is locked. */
  stop?: AbortSignal;
  /** The upload that this request created, once it is admitted, with its token. */
  created?: { id: string; token: string };
  /** The error, before @tus/server turns it into a line of text. */
  error?: unknown;
};
