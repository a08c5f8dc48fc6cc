/** Who settles on which network: `FACILITATOR` for all, `FACILITATOR_<chain id>` for one. Pure. */

import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { type Env, isGiven } from "./environment";
import { chainSettingOf } from "./names";
import type { Given } from "./read-given";
import { table } from "./table/table";

/** How this server identifies itself to a remote facilitator. Secret. */
export type FacilitatorAuth =
  | { kind: "cdp"; keyId: string; keySecret: string }
  | { kind: "header"; name: string; value: string };

export type FacilitatorChoice =
  | { kind: "embedded"; gasKey: `0x${string}` }
  | { kind: "remote"; url: string; auth?: FacilitatorAuth };

/** Coinbase's facilitator uses its own tokens instead of a fixed header. */
const CDP_HOST = "api.cdp.coinbase.com";

const isCdp = (choice: Choice) => choice.kind === "remote" && new URL(choice.url).hostname === CDP_HOST;

type Choice = Given["FACILITATOR"];
/** Who is to settle on a network, before it is known whether there is a key for it. */
type Asked = { chainId: number; choice: Choice; header: Given["FACILITATOR_HEADER"] };

/**
 * The facilitator of each offered network, by chain id.
 *
 * @param problems gets a sentence for each missing or contradictory setting
 */
export function readFacilitators(
  networks: readonly Network[],
  values: Env,
  given: Given,
  problems: string[],
): Record<number, FacilitatorChoice> {
  const asked = networks.flatMap(({ chainId }) => askedOn(chainId, values, given));
  problems.push(...headersForNobody(asked, values), ...namesOfOtherNetworks(networks, values));
  if (networks.length > 0) problems.push(...keyProblems(asked, values, given));
  return Object.fromEntries(
    asked.flatMap((one) => {
      const choice = withKey(one, given);
      return choice ? [[one.chainId, choice]] : [];
    }),
  );
}

/** Null if `FACILITATOR_<chain id>` is set and cannot be read. The default one's header goes to the default one only. */
function askedOn(chainId: number, values: Env, given: Given): Asked[] {
  const hasOwn = values[`FACILITATOR_${chainId}`] !== undefined;
  const choice = hasOwn ? given["FACILITATOR_<chain id>"][chainId] : given.FACILITATOR;
  const header = given["FACILITATOR_HEADER_<chain id>"][chainId] ?? (hasOwn ? undefined : given.FACILITATOR_HEADER);
  return choice ? [{ chainId, choice, header }] : [];
}

/** Undefined if the needed key is missing. */
function withKey({ choice, header }: Asked, given: Given): FacilitatorChoice | undefined {
  const { GAS_KEY: gasKey, CDP_API_KEY_ID: keyId, CDP_API_KEY_SECRET: keySecret } = given;
  if (choice.kind === "embedded") return gasKey && { kind: "embedded", gasKey };
  if (isCdp(choice)) return keyId && keySecret ? { ...choice, auth: { kind: "cdp", keyId, keySecret } } : undefined;
  return header ? { ...choice, auth: { kind: "header", ...header } } : choice;
}

function headersForNobody(asked: readonly Asked[], values: Env): string[] {
  return asked
    .filter(({ choice }) => choice.kind === "embedded")
    .map(({ chainId }) => `FACILITATOR_HEADER_${chainId}`)
    .filter((name) => values[name])
    .map((name) => `${name} is set, but this server settles on that network by itself.`);
}

/** Unused keys, and missing ones. */
function keyProblems(asked: readonly Asked[], values: Env, given: Given): string[] {
  const problems: string[] = [];
  const { GAS_KEY: gasKey, FACILITATOR_HEADER: shared } = given;
  const usesGas = asked.some(({ choice }) => choice.kind === "embedded");
  const usesCdp = asked.some(({ choice }) => isCdp(choice));
  const usesShared = asked.some(
    ({ choice, header }) => choice.kind === "remote" && !isCdp(choice) && header === shared,
  );
  if (usesGas && !isGiven(values, "GAS_KEY")) problems.push(`GAS_KEY ${table.GAS_KEY.missing}`);
  if (!usesGas && gasKey) {
    problems.push("GAS_KEY is set, but FACILITATOR names another server that pays the fees. Remove one of the two.");
  }
  if (usesCdp && !(isGiven(values, "CDP_API_KEY_ID") && isGiven(values, "CDP_API_KEY_SECRET"))) {
    problems.push(`CDP_API_KEY_ID and CDP_API_KEY_SECRET are not both set: the facilitator at ${CDP_HOST} needs them.`);
  }
  if (!usesCdp && (given.CDP_API_KEY_ID || given.CDP_API_KEY_SECRET)) {
    problems.push(
      `A CDP API key is set, but no facilitator is at ${CDP_HOST}. Name it by FACILITATOR or remove the key.`,
    );
  }
  if (!usesShared && shared) {
    problems.push("FACILITATOR_HEADER is set, but FACILITATOR names no other server that would get it. Remove it.");
  }
  return problems;
}

/** A mistyped chain id would leave the network it was meant for with another facilitator. */
function namesOfOtherNetworks(networks: readonly Network[], values: Env): string[] {
  return Object.keys(values).flatMap((name) => {
    const found = chainSettingOf(name);
    if (!values[name] || !found?.setting.startsWith("FACILITATOR")) return [];
    if (networks.some(({ caip2 }) => caip2 === `eip155:${found.chainId}`)) return [];
    return [`${name} is set, but NETWORKS does not list eip155:${found.chainId}. Remove one or add the other.`];
  });
}
