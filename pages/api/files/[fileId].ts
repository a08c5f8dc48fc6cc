import type { IncomingMessage, ServerResponse } from "node:http";
import { systemClock } from "@/lib/clock";
import { type Budget, startBudget, startFreeBudget } from "@/lib/entitlements/download-budget";
import { countDownload } from "@/lib/entitlements/downloads";
import { noteSent } from "@/lib/entitlements/note-sent-version";
import { AppError } from "@/lib/errors";
import { bySeller } from "@/lib/http/by-seller";
import { clientIp, ipPrefix } from "@/lib/http/client-ip";
import { paymentCorsHeaders, paymentPreflightHeaders } from "@/lib/http/cors";
import { credentialHeaders } from "@/lib/http/credentials";
import { isDownloadHost } from "@/lib/http/is-download-host";
import { isOnlyLooking } from "@/lib/http/never-pays";
import type { RequestWithQuery } from "@/lib/http/query";
import { takeLimit } from "@/lib/http/rate-limit";
import { readJsonBody } from "@/lib/http/read-body";
import { sendBytes } from "@/lib/http/send-bytes";
import { send, sendProblem } from "@/lib/http/send-json";
import { requireMemberOf, whatToSend } from "@/lib/products/bundles/what-to-send";
import { countPriceCheck } from "@/lib/products/files/counters";
import { findFile } from "@/lib/products/files/find-file";
import { removeFile } from "@/lib/products/files/remove-file";
import { updateFileSchema } from "@/lib/products/files/schema";
import { updateFile } from "@/lib/products/files/update-file";
import { settings } from "@/lib/settings/settings";
import { grantedHeaders, outcomeCookies, outcomeError } from "@/lib/shop/doors/outcome-headers";
import { readPurchaseRequest } from "@/lib/shop/doors/read-request";
import { readyChallenge } from "@/lib/shop/doors/ready-challenge";
import { endedTicket, isEndedTicket, ticketStep } from "@/lib/shop/doors/redirect-ticket";
import { withRefusal } from "@/lib/shop/doors/refused-settlement";
import { versionOfPart } from "@/lib/shop/doors/version-of-part";
import type { Granted } from "@/lib/shop/purchase/outcome";
import { purchase } from "@/lib/shop/purchase/purchase";
import type { OpenSession } from "@/lib/sign-in/seller-session";
import { awaitFinished } from "@/lib/uploads/finish/await-finished";

// Bodies are read and written by hand: the file is streamed, and Content-Length must survive.
export const config = { api: { bodyParser: false, responseLimit: false, externalResolver: true } };

const paymentMethods = ["GET", "HEAD", "OPTIONS"];
const allMethods = ["GET", "HEAD", "PATCH", "DELETE", "OPTIONS"];

/**
 * `/api/files/{fileId}`, every method, and `/f/{fileId}` for clients that are not browsers.
 *
 * GET and HEAD are the file behind 402; PATCH and DELETE are its seller's. One link has several responses, hence `Vary`.
 */
export default async function handler(req: RequestWithQuery, res: ServerResponse): Promise<void> {
  res.setHeader("Vary", "Accept, User-Agent, RSC");
  // On every response that other sites' scripts may get, errors included.
  const isSellers = req.method === "PATCH" || req.method === "DELETE";
  for (const [name, value] of Object.entries(isSellers ? {} : paymentCorsHeaders)) res.setHeader(name, value);
  try {
    const fileId = typeof req.query.fileId === "string" ? req.query.fileId : "";
    const ticket = (typeof req.query.ticket === "string" && req.query.ticket) || null;
    // A repeated parameter is not one version: rejected as not a number.
    const version = req.query.version ? String(req.query.version) : null;
    // Likewise: no file has such an id.
    const member = req.query.member ? String(req.query.member) : null;
    switch (req.method) {
      case "GET":
      case "HEAD":
        return await serve(req, res, { fileId, ticket, version, member });
      case "OPTIONS":
        return send(res, 204, { Allow: allMethods.join(", "), ...paymentPreflightHeaders(paymentMethods) });
      case "PATCH":
      case "DELETE":
        return await change(req, res, fileId);
      default:
        throw new AppError("method_not_allowed", { headers: { Allow: allMethods.join(", ") } });
    }
  } catch (error) {
    sendProblem(res, error);
  }
}

/** `member`: of a bundle, one of its files alone. */
type Address = { fileId: string; ticket: string | null; version: string | null; member: string | null };

async function serve(req: IncomingMessage, res: ServerResponse, address: Address): Promise<void> {
  const { fileId } = address;
  const now = systemClock.now();
  const asksPrice = hasNoCredentials(req, address);
  if (asksPrice) {
    await takeLimit("fileRead", ipPrefix(clientIp(req.headers)));
    const ready = await readyChallenge(fileId, now);
    if (ready) {
      if (!isOnlyLooking(req.headers)) countPriceCheck(fileId);
      return send(res, ready.status, ready.headers, ready.body);
    }
  }
  const asked = { ...address, headers: req.headers, now };
  const shown = await readPurchaseRequest({ ...asked, method: req.method ?? "GET" });
  if (!asksPrice) {
    const limit = shown.payment === null && shown.signIn === null ? "fileRead" : "pay";
    await takeLimit(limit, ipPrefix(clientIp(req.headers)));
  }
  if (address.member !== null && shown.payment !== null) requireMemberOf(await findFile(fileId, now), address.member);
  const step = ticketStep(asked);
  if (step.kind === "redirect") return send(res, step.status, { Location: step.url });

  const outcome = await purchase(shown);
  if (isEndedTicket(outcome, asked)) {
    const end = endedTicket(asked);
    if (end.kind === "redirect") return send(res, end.status, { Location: end.url });
  }
  const cookies = await outcomeCookies(fileId, outcome, now);
  if (cookies.length > 0) res.setHeader("Set-Cookie", cookies);
  if (outcome.kind === "payment-required" && req.method === "GET" && !isOnlyLooking(req.headers))
    countPriceCheck(fileId);
  if (outcome.kind !== "granted") throw withRefusal(outcomeError(outcome), shown.payment, shown.dialect);

  // From here on money may have moved: every response names the settlement.
  for (const [name, value] of Object.entries(grantedHeaders(outcome, shown.payment !== null, shown.dialect)))
    res.setHeader(name, value);
  // A prefetch by somebody with access must not pull the bytes (rule 8).
  if (req.method === "GET" && isOnlyLooking(req.headers)) return send(res, 204, {});
  await sendFile(req, res, outcome, address);
}

/** True when a request can only be answered with what the file costs, if it costs something. */
function hasNoCredentials({ method, headers }: IncomingMessage, { ticket, version }: Address): boolean {
  if (method !== "GET" || ticket !== null || version !== null || isDownloadHost(headers)) return false;
  return credentialHeaders.every((name) => !headers[name]);
}

/**
 * Sends the bytes, or has nginx send them, within the budget of the grant or of the free file.
 *
 * @throws AppError those of `whatToSend`; `precondition_failed`; `downloads_spent`, `free_downloads_spent`; `bytes_unavailable`: unlike `file_unavailable` it does not
 *   say that nothing was charged
 */
async function sendFile(req: IncomingMessage, res: ServerResponse, granted: Granted, asked: Address): Promise<void> {
  const { grant } = granted;
  const named = asked.version !== null;
  const version = versionOfPart(req, granted, { named, now: systemClock.now() });
  const unavailable = (cause?: unknown) =>
    new AppError("bytes_unavailable", { cause, headers: { "Retry-After": "30" } });
  const sent = await whatToSend(version, asked.member);
  if (!(await sent.isHere())) throw unavailable();
  const { sendFiles } = settings();
  // The owner's downloads have no buyer whose link could be leaked; limits per address apply to them.
  let budget: Budget | undefined;
  const openBudget = async (start: number) => {
    if (grant && !named) await noteSent(grant, version.id);
    if (grant && start === 0) countDownload(grant.id);
    if (grant) budget ??= await startBudget(grant, version.size, systemClock.now());
    else if (granted.access === "free") {
      budget ??= await startFreeBudget(asked.fileId, version.size, systemClock.now());
    }
    return budget;
  };
  await sendBytes(req, res, {
    ...sent,
    async handOff({ start, end }) {
      const place = sendFiles.by === "nginx" ? sent.place() : null;
      if (sendFiles.by !== "nginx" || place === null) return null;
      const fits = (await openBudget(start))?.countHanded(end - start + 1) ?? true;
      return fits ? sendFiles.location + place : null;
    },
    async open(range) {
      (await openBudget(range.start))?.admit();
      return sent.open(range).catch((error) => Promise.reject(unavailable(error)));
    },
    onBytes: (count) => budget?.count(count) ?? true,
  });
}

function change(req: IncomingMessage, res: ServerResponse, fileId: string): Promise<void> {
  return bySeller(req, `/api/files/${fileId}`, (session, now) => changeBy(session, req, res, fileId, now));
}

async function changeBy(
  session: OpenSession,
  req: IncomingMessage,
  res: ServerResponse,
  fileId: string,
  now: Date,
): Promise<void> {
  if (req.method === "DELETE") {
    await removeFile(session.sellerId, fileId, now);
    return send(res, 204, {});
  }
  const changes = await readJsonBody(req, updateFileSchema);
  const { uploadId, uploadToken } = changes;
  if (uploadId !== undefined && uploadToken !== undefined) await awaitFinished({ uploadId, uploadToken }, now);
  const file = await updateFile(session.sellerId, fileId, changes, now);
  send(res, 200, { "Content-Type": "application/json" }, JSON.stringify(file));
}
