import "server-only";
import type { PaymentRequired, PaymentRequirements, SettleResponse } from "@x402/core/types";

/**
 * x402 version 1, beside version 2: the challenge is the body of the 402, the payment comes in `X-PAYMENT`, the settlement goes back in
 * `X-PAYMENT-RESPONSE`, and networks have names instead of CAIP-2 (x402, specs/transports-v1/http.md).
 */

/** A closed list: its clients refuse a whole challenge with a name that they do not know. */
const names: Readonly<Record<string, string>> = {
  "eip155:8453": "base",
  "eip155:84532": "base-sepolia",
  "eip155:137": "polygon",
  "eip155:80002": "polygon-amoy",
  "eip155:43114": "avalanche",
  "eip155:43113": "avalanche-fuji",
  "eip155:1329": "sei",
  "eip155:1328": "sei-testnet",
  "eip155:2741": "abstract",
  "eip155:11124": "abstract-testnet",
  "eip155:3338": "peaq",
  "eip155:1514": "story",
  "eip155:4689": "iotex",
  "eip155:41923": "educhain",
  "eip155:324705682": "skale-base-sepolia",
};
const networks: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(names).map(([caip2, name]) => [name, caip2]),
);

/** The network (CAIP-2) with this name; what is no such name comes back as it is, and is no network here. */
export function networkNamed(name: string): string {
  return networks[name] ?? name;
}

/** One entry of `accepts`. `outputSchema` is left out, since clients refuse null there. */
type RequirementV1 = {
  scheme: string;
  network: string;
  maxAmountRequired: string;
  resource: string;
  description: string;
  mimeType: string;
  payTo: string;
  maxTimeoutSeconds: number;
  asset: string;
  extra: { name: unknown; version: unknown };
};

type ChallengeV1 = { x402Version: 1; error: string; accepts: RequirementV1[] };

/** The same challenge in version 1, without the networks that have no name there; null if none has. */
export function challengeV1(challenge: PaymentRequired): ChallengeV1 | null {
  const { error = "Payment required", resource } = challenge;
  const accepts = challenge.accepts.flatMap((one) => requirementV1(one, resource) ?? []);
  return accepts.length === 0 ? null : { x402Version: 1, error, accepts };
}

function requirementV1(requirements: PaymentRequirements, resource: PaymentRequired["resource"]): RequirementV1 | null {
  const { scheme, network, asset, amount, payTo, maxTimeoutSeconds, extra } = requirements;
  const name = names[network];
  if (name === undefined) return null;
  const { url, description = "", mimeType = "" } = resource;
  return {
    scheme,
    network: name,
    maxAmountRequired: amount,
    resource: url,
    description,
    mimeType,
    payTo,
    maxTimeoutSeconds,
    asset,
    extra: { name: extra.name, version: extra.version },
  };
}

/** The text of `X-PAYMENT-RESPONSE` for what `PAYMENT-RESPONSE` says (base64 of JSON). */
export function responseV1(text: string): string {
  const { success, transaction, network, payer, errorReason } = JSON.parse(
    Buffer.from(text, "base64").toString(),
  ) as SettleResponse;
  const told = { success, transaction, network: names[network] ?? network, payer, errorReason };
  return Buffer.from(JSON.stringify(told)).toString("base64");
}
