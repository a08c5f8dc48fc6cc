import { createHash } from "node:crypto";
import type { PaymentRequired, PaymentRequirements } from "@x402/core/types";
import { askWithClaimToken, payForFile, readChallenge } from "@/commands/pay/pay-for-file";
import { Refused, refusalOf } from "@/commands/pay/refused";
import { newSecret } from "@/lib/ids";
import { CLAIM_TOKEN_HEADER } from "@/lib/shop/schema";
import type { Plan, Purchase } from "./plan";
import type { OnSale } from "./put-on-sale";

/**
 * Buys a file as `npm run pay` does, and compares the bytes.
 *
 * @returns milliseconds from the payment to the last byte
 * @throws Refused, the connection's error
 */
export async function buy(file: OnSale, purchase: Purchase, { key, seller }: Plan): Promise<number> {
  const link = new URL(file.url);
  const headers = { [CLAIM_TOKEN_HEADER]: newSecret(), Accept: "*/*" };
  const asked = await fetch(link, { headers });
  if (asked.status !== 402) throw await refusalOf(asked);
  const requirement = findRequirement(readChallenge(asked), purchase, seller.address);
  await asked.body?.cancel();
  const start = performance.now();
  const { response: paid } = await payForFile(link, { requirement }, { key }, headers);
  const response = paid.status === 503 ? await askWithClaimToken(link, headers) : paid;
  if (!response.ok) throw await refusalOf(response);
  const got = createHash("sha256")
    .update(Buffer.from(await response.arrayBuffer()))
    .digest("hex");
  if (got !== file.sha256) throw new Refused("The bytes that came are not those of the file");
  return performance.now() - start;
}

/** What was planned, and nothing else: to whom, in which token, and how much. @throws Refused */
function findRequirement({ accepts }: PaymentRequired, { network, amount }: Purchase, payTo: string) {
  const isPlanned = (offered: PaymentRequirements) =>
    offered.network === network.caip2 &&
    isSame(offered.asset, network.token.address) &&
    isSame(offered.payTo, payTo) &&
    offered.amount === amount.toString();
  const requirement = accepts.find(isPlanned);
  if (!requirement) throw new Refused(`The shop does not offer the file on ${network.name} as it was put on sale`);
  return requirement;
}

const isSame = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
