import type { IncomingMessage, ServerResponse } from "node:http";
import { systemClock } from "@/lib/clock";
import { startFreeBudget } from "@/lib/entitlements/download-budget";
import { AppError } from "@/lib/errors";
import { bySeller } from "@/lib/http/by-seller";
import { clientIp, ipPrefix } from "@/lib/http/client-ip";
import { paymentCorsHeaders, paymentPreflightHeaders } from "@/lib/http/cors";
import type { RequestWithQuery } from "@/lib/http/query";
import { takeLimit } from "@/lib/http/rate-limit";
import { readJsonBody } from "@/lib/http/read-body";
import { sendBytes } from "@/lib/http/send-bytes";
import { send, sendProblem } from "@/lib/http/send-json";
import { setSampleFileSchema } from "@/lib/previews/chosen/requests";
import { openSample } from "@/lib/products/files/open-sample";
import { readOwnFile } from "@/lib/products/files/own-file";
import { removeSampleFile, setSampleFile } from "@/lib/products/files/sample-file";
import { storage } from "@/lib/storage/storage";
import { awaitFinished } from "@/lib/uploads/finish/await-finished";

// Bytes are written by hand: ranges are sent, and Content-Length must survive.
export const config = { api: { bodyParser: false, responseLimit: false, externalResolver: true } };

const publicMethods = ["GET", "HEAD", "OPTIONS"];
const allMethods = ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"];

/** `/api/files/{fileId}/sample`: a file of the seller's own that anybody may download; PUT and DELETE are the seller's. */
export default async function handler(req: RequestWithQuery, res: ServerResponse): Promise<void> {
  const isSellers = req.method === "PUT" || req.method === "DELETE";
  for (const [name, value] of Object.entries(isSellers ? {} : paymentCorsHeaders)) res.setHeader(name, value);
  try {
    const fileId = typeof req.query.fileId === "string" ? req.query.fileId : "";
    if (isSellers) return await change(req, res, fileId);
    if (req.method === "GET" || req.method === "HEAD") return await serve(req, res, fileId);
    if (req.method === "OPTIONS") {
      return send(res, 204, { Allow: allMethods.join(", "), ...paymentPreflightHeaders(publicMethods) });
    }
    throw new AppError("method_not_allowed", { headers: { Allow: allMethods.join(", ") } });
  } catch (error) {
    sendProblem(res, error);
  }
}

/** Everybody together gets it as often as a free file of its size. */
async function serve(req: IncomingMessage, res: ServerResponse, fileId: string): Promise<void> {
  await takeLimit("preview", ipPrefix(clientIp(req.headers)));
  const now = systemClock.now();
  const { storageKey, sha256, name, ...sample } = await openSample(fileId, now);
  const budget = await startFreeBudget(`${fileId} sample`, sample.size, now);
  await sendBytes(req, res, {
    ...sample,
    name: name ?? "sample",
    etag: sha256,
    lastModified: sample.createdAt,
    open: async (range) => {
      budget.admit();
      return storage().open(storageKey, range);
    },
    onBytes: (count) => budget.count(count),
  });
}

function change(req: IncomingMessage, res: ServerResponse, fileId: string): Promise<void> {
  return bySeller(req, `/api/files/${fileId}/sample`, async (session, now) => {
    if (req.method === "DELETE") await removeSampleFile(session.sellerId, fileId);
    else {
      const shown = await readJsonBody(req, setSampleFileSchema);
      await awaitFinished(shown, now);
      await setSampleFile(session, fileId, shown, now);
    }
    send(
      res,
      200,
      { "Content-Type": "application/json" },
      JSON.stringify(await readOwnFile(fileId, systemClock.now())),
    );
  });
}
