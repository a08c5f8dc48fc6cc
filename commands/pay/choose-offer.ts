import type { PaymentRequired, PaymentRequirements } from "@x402/core/types";
import { atomicToMicroUsd, displayUsd, formatAtomic, microUsdToAtomic } from "@/lib/money";
import { networkByCaip2 } from "@/lib/payment-methods/evm/chain/networks";
import type { PayOptions } from "./options";
import { Refused } from "./refused";

export type ChosenOffer = {
  requirement: PaymentRequirements;
  chainId: number;
  networkName: string;
  /** Amount and token, for display. */
  price: string;
  /** The same, rounded down. */
  microUsd: bigint;
};

export type SpendingLimits = Pick<PayOptions, "max" | "network" | "token">;

/** The assumed decimals of an unknown token. A token with more decimals only makes the limit tighter. */
const USUAL_DECIMALS = 6;

/**
 * The first way to pay that stays within the limits: on a network and with a token that this command knows, or that the
 * payer named.
 *
 * @param refusal how the error begins
 * @throws Refused why it accepts none
 */
export function chooseOffer(
  challenge: Pick<PaymentRequired, "accepts">,
  limits: SpendingLimits,
  refusal = "This file cannot be bought",
): ChosenOffer {
  const problems: string[] = [];
  for (const requirement of challenge.accepts) {
    const chosen = readOffer(requirement, limits);
    if (typeof chosen !== "string") return chosen;
    problems.push(chosen);
  }
  throw new Refused(`${refusal}: ${problems.join("; ") || "no way to pay is offered"}.`);
}

/** The offer, or why it is not accepted. */
function readOffer(
  requirement: PaymentRequirements,
  { max, network: wanted, token: named }: SpendingLimits,
): ChosenOffer | string {
  const { network: id, scheme, extra } = requirement;
  const asset = requirement.asset.toLowerCase();
  const network = networkByCaip2(id);
  if (scheme !== "exact") return `${scheme} on ${id} is not known here`;
  if (wanted !== null && id !== wanted) return `${id} is not the network of --network`;
  if (named !== null && asset !== named) return `${requirement.asset} on ${id} is not the token of --token`;
  const known = network && asset === network.token.address.toLowerCase() ? network.token : null;
  if (!known && named === null) {
    return `${requirement.asset} on ${id} is not known here; if you trust it, name it with --network ${id} --token ${requirement.asset}`;
  }
  if (!known && !(extra?.name && extra.version))
    return `${requirement.asset} on ${id} does not say what is to be signed`;
  const { decimals, symbol } = known ?? { decimals: USUAL_DECIMALS, symbol: `of ${requirement.asset}` };
  const price = `${formatAtomic(BigInt(requirement.amount), decimals)} ${symbol}`;
  const networkName = network?.name ?? id;
  if (BigInt(requirement.amount) > microUsdToAtomic(max, decimals)) {
    return `it costs ${price} on ${networkName} and the limit is ${displayUsd(max)}; raise it with --max`;
  }
  const microUsd = atomicToMicroUsd(BigInt(requirement.amount), decimals);
  return { requirement, chainId: Number(id.split(":")[1]), networkName, price, microUsd };
}
