import "server-only";
import { ipPrefix } from "@/lib/http/client-ip";
import { takeLimit } from "@/lib/http/rate-limit";
import { inDialect } from "@/lib/shop/doors/in-dialect";
import { readShownPayment } from "@/lib/shop/doors/read-request";
import { withRefusal } from "@/lib/shop/doors/refused-settlement";
import { buyStorage } from "./buy-storage";
import { keptStorage } from "./kept-storage";
import { settlementHeaders, storageError } from "./outcome-headers";
import type { Want } from "./request";

/**
 * A door that sells storage and answers in JSON.
 *
 * @param want what the request asks for; see `buyStorage`
 * @throws AppError for every error
 */
export async function keepDoor(request: Request, want: () => Promise<Want>, { ip, now }: { ip: string; now: Date }) {
  const { payment, dialect } = readShownPayment(request.headers);
  await takeLimit(payment === null ? "fileRead" : "pay", ipPrefix(ip));
  const outcome = await buyStorage({ want, payment, dialect, chosenToken: null, now });
  if (outcome.kind !== "kept") throw withRefusal(storageError(outcome), payment, dialect);
  const headers = inDialect(settlementHeaders(outcome.payment), dialect);
  return Response.json(await keptStorage(outcome.payment), { headers });
}
