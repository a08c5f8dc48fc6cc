import { hashSecret, newSecret } from "@/lib/ids";
import type { Authorization, Offer, PaymentMethod, Shop } from "@/lib/payments/ports";
import { reserve } from "@/lib/payments/reserve";

type World = { method: PaymentMethod; network: string; now(): Date };

/** Judges what was signed and reserves it, as a purchase does. @param secret chosen by the client; absent: by the server */
export async function reserveSigned(
  { method, network, now }: World,
  shop: Shop,
  { offer, authorization, secret }: { offer: Offer; authorization: Authorization; secret?: string },
) {
  const judged = await method.judge(authorization, now());
  if (judged.kind === "refused") throw new Error(`refused: ${judged.code}`);
  return reserve(shop, {
    offer,
    authorization,
    payer: judged.payer,
    facilitator: await method.facilitatorOn(network),
    identifierHash: null,
    secretHash: hashSecret(secret ?? newSecret()),
    isSecretChosen: secret !== undefined,
    anchor: judged.anchor,
    now: now(),
  });
}
