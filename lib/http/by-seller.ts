import "server-only";
import type { IncomingMessage } from "node:http";
import type { Actor } from "@/lib/audit/schema";
import { systemClock } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { type OpenSession, readSession } from "@/lib/sign-in/seller-session";
import { clientIp, ipPrefix } from "./client-ip";
import { noteRefused } from "./note-refused";
import { foreignOrigin, isForeignOrigin } from "./origin";
import { takeLimit } from "./rate-limit";

/**
 * A change by a seller at a route that is not an app route: refuses foreign origins, limits, reads the session.
 *
 * @param path for the record of refused requests
 * @throws AppError `foreign_origin`, `too_many_requests`, `sign_in_required`
 */
export async function bySeller(
  req: IncomingMessage,
  path: string,
  change: (session: OpenSession, now: Date) => Promise<void>,
): Promise<void> {
  const now = systemClock.now();
  let by: Actor = { kind: "visitor" };
  try {
    if (isForeignOrigin(req.headers)) throw foreignOrigin();
    await takeLimit("sellerWrite", ipPrefix(clientIp(req.headers)));
    const session = await readSession(req.headers.cookie, now);
    if (!session) throw new AppError("sign_in_required");
    by = { kind: "seller", account: session.address };
    await change(session, now);
  } catch (error) {
    await noteRefused(error, { method: req.method ?? "", path, by }, now);
    throw error;
  }
}
