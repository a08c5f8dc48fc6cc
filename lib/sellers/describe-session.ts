import "server-only";
import { db } from "@/lib/db/client";
import { storesFree } from "@/lib/quota/stores-free";
import { maySell } from "@/lib/sign-in/may-sell";
import type { Session } from "@/lib/sign-in/schema";
import type { SessionData } from "@/lib/sign-in/seller-session";

/** What a browser may see of its session: `GET /api/sign-in`. */
export async function describeSession(session: SessionData | null): Promise<Session> {
  if (!session) return null;
  const { address, chainId, sellerId } = session;
  const seller = await db().seller.findUnique({ where: { id: sellerId }, select: { quotaBytes: true } });
  const owner = { address, quotaBytes: seller?.quotaBytes ?? null };
  return { address, chainId, maySell: maySell(address), storesFree: storesFree(owner) };
}
