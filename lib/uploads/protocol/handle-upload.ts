import "server-only";
import { db } from "@/lib/db/client";
import { AppError } from "@/lib/errors";
import { plainBody } from "@/lib/http/plain-body";
import { hashSecret } from "@/lib/ids";
import { settings } from "@/lib/settings/settings";
import type { SessionData } from "@/lib/sign-in/seller-session";
import { checkUpload } from "@/lib/uploads/admission/admit-upload";
import { expiresAt, findUpload, isPaidFor } from "@/lib/uploads/admission/find-upload";
import { uploadLocation } from "@/lib/uploads/admission/upload-key";
import { discardUpload } from "@/lib/uploads/bytes/discard-upload";
import { checkRoomForPart } from "@/lib/uploads/bytes/free-space";
import { finishIfComplete } from "@/lib/uploads/finish/finish-upload";
import { UPLOAD_KEY_PARAMETER, UPLOAD_TOKEN_HEADER } from "@/lib/uploads/schema";
import { CHECKSUM_ALGORITHMS, readPartChecksum } from "./checksum-header";
import { checkPartHeaders, refuseConcatenation } from "./part-headers";
import type { RequestContext, UploadContext } from "./request-context";
import { fromTus, tusHeaders } from "./tus-errors";
import { tus } from "./tus-server";
import { readUploadLength, readUploadName, uploadIdOf } from "./upload-headers";

/**
 * The tus route: POST creates an upload and returns its token; PATCH, HEAD and DELETE need that token, or the key in the URL
 * that `Location` had; OPTIONS lists the supported extensions. There is no GET: an upload is never read back.
 *
 * @throws AppError for every error, if possible before a byte of the body is read
 */
export async function handleUpload(request: Request, context: UploadContext): Promise<Response> {
  try {
    if (request.method === "POST") {
      checkCreation(request, context.session);
    } else {
      const uploadId = uploadIdOf(request.url);
      checkVersion(request);
      if (request.method === "PATCH") checkPartHeaders(request.headers);
      if (request.method !== "OPTIONS") await checkAccess(uploadId, request, context.now);
    }
    return await speakTus(request, context);
  } catch (error) {
    throw asTusError(error, request);
  }
}

/** The error with the headers of each tus response; the connection ends with it if more of the body is to come than is read. */
export function asTusError(error: unknown, { headers }: Request): unknown {
  if (error instanceof AppError) Object.assign(error.headers, tusHeaders, closing(headers));
  return error;
}

/** tus 1.0.0: "If the version specified by the Client is not supported by the Server, it MUST respond with the 412". */
function checkVersion({ method, headers }: Request): void {
  if (method === "OPTIONS" || headers.get("tus-resumable") === tusHeaders["Tus-Resumable"]) return;
  throw new AppError("tus_version", { headers: { "Tus-Version": tusHeaders["Tus-Resumable"] } });
}

/**
 * What a request to create an upload asks for, before anything is looked up: `admitUpload` checks the space when it writes the
 * row. Reads no body.
 *
 * @returns `size` in bytes
 * @throws AppError `tus_version`, `upload_not_found`, `method_not_allowed`, `malformed_request`, `invalid_name`, and those of
 *   `checkUpload`
 */
export function checkCreation(request: Request, session: SessionData | null): { size: number; name: string } {
  const uploadId = uploadIdOf(request.url);
  checkVersion(request);
  if (uploadId !== null)
    throw new AppError("method_not_allowed", { detail: `Use ${ALLOW}.`, headers: { Allow: ALLOW } });
  refuseConcatenation(request.headers);
  const size = readUploadLength(request.headers);
  checkUpload(size, session);
  return { size, name: readUploadName(request.headers) };
}

/** What an upload's own URL takes. */
const ALLOW = "HEAD, PATCH, DELETE, OPTIONS";

/** @throws AppError `upload_token_missing`, those of `findUpload` */
async function checkAccess(uploadId: string | null, request: Request, now: Date): Promise<void> {
  if (uploadId === null) throw new AppError("upload_not_found");
  const token = request.headers.get(UPLOAD_TOKEN_HEADER);
  const key = new URL(request.url).searchParams.get(UPLOAD_KEY_PARAMETER);
  if (!token && !key) {
    throw new AppError("upload_token_missing", {
      detail: `Use the whole URL of Location, or send the ${UPLOAD_TOKEN_HEADER} of the response that created the upload.`,
    });
  }
  const upload = await findUpload(uploadId, token || { key: key ?? "" }, now);
  // A key that somebody read in a log must not throw away what was paid for.
  if (request.method === "DELETE" && !token && isPaidFor(upload)) {
    throw new AppError("upload_token_missing", { detail: `Its room was paid for: send the ${UPLOAD_TOKEN_HEADER}.` });
  }
  if (request.method === "DELETE") return;
  // All bytes came, but the server stopped before it responded: the repeated request finishes the upload.
  await finishIfComplete(upload, now);
  if (request.method === "PATCH") await checkRoomForPart(Number(request.headers.get("content-length") ?? 0));
}

async function speakTus(request: Request, context: UploadContext): Promise<Response> {
  const { server, contexts } = tus();
  const current: RequestContext = { ...context, checksum: readPartChecksum(request.headers), body: plainBody(request) };
  const answer = await contexts.run(current, () => server.handleWeb(forTus(request)));
  if (answer.status >= 400) {
    // Its token was never sent, so nobody could continue or discard it.
    if (current.created) await discardUpload(current.created.id);
    throw fromTus(answer, current.error);
  }

  const headers = new Headers(answer.headers);
  // Only our own pages upload: other sites need not read anything here.
  for (const name of [...headers.keys()]) if (name.startsWith("access-control-")) headers.delete(name);
  if (current.created) {
    const { id, token } = current.created;
    headers.set(UPLOAD_TOKEN_HEADER, token);
    const keyed = { id, tokenHash: hashSecret(token) };
    headers.set("Location", uploadLocation(keyed, request.headers, settings().appUrl));
  }
  if (request.method === "OPTIONS") headers.set("Tus-Checksum-Algorithm", CHECKSUM_ALGORITHMS);
  else await tellExpiry(headers, current.created?.id ?? uploadIdOf(request.url));
  return new Response(answer.body, { status: answer.status, headers });
}

/** tus 1.0.0, "Upload-Expires": for as long as the upload is unfinished. Its own date does not move with the last byte. */
async function tellExpiry(headers: Headers, uploadId: string | null): Promise<void> {
  headers.delete("Upload-Expires");
  const row = await db().upload.findUnique({ where: { id: uploadId ?? "" } });
  const whole = headers.get("Upload-Offset") === row?.size.toString();
  if (row?.state === "receiving" && !whole) headers.set("Upload-Expires", (await expiresAt(row)).toUTCString());
}

/**
 * The request without its body, which goes straight to our store. And without X-Forwarded-Proto: tus rejects one that
 * names two proxies, although it does not use it here.
 */
function forTus({ url, method, headers }: Request): Request {
  const told = new Headers(headers);
  if (method === "PATCH") told.set("content-type", "application/offset+octet-stream");
  told.delete("x-forwarded-proto");
  return new Request(url, { method, headers: told });
}

/**
 * A rejected body is read to its end and discarded, because a browser shows a response only after it has sent
 * everything. Above this size, in bytes, or if the size is unknown, the connection is closed instead.
 */
const DRAINED_BODY_MAX = 64 * 1024 * 1024;

function closing(headers: Headers): Record<string, string> {
  const length = headers.get("content-length");
  const long = length === null ? headers.has("transfer-encoding") : Number(length) > DRAINED_BODY_MAX;
  return long ? { Connection: "close" } : {};
}
