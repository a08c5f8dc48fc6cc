/** Who settles on which network: `FACILITATOR` for all, `FACILITATOR_<chain id>` for one. Pure. */

import type { Network } from "@/lib/chain/networks";
import type { Fields } from "./fields";
import { chainSettingOf } from "./names";

/** How this server shows a remote facilitator who asks. Secret. */
export type FacilitatorAuth =
  | { kind: "cdp"; keyId: string; keySecret: string }
  | { kind: "header"; name: string; value: string };

export type FacilitatorChoice =
  | { kind: "embedded"; gasKey: `0x${string}` }
  | { kind: "remote"; url: string; auth?: FacilitatorAuth };

type Read = <Name extends keyof Fields>(name: Name, from?: string) => Fields[Name] | undefined;
type Values = Readonly<Record<string, string | undefined>>;

/** Coinbase's facilitator takes its own tokens instead of a fixed header. */
const CDP_HOST = "api.cdp.coinbase.com";

/**
 * The facilitator of each offered network, by chain id.
 *
 * @param problems gets a sentence for whatever is missing or cannot be meant together
 */
export function readFacilitators(
  networks: readonly Network[],
  values: Values,
  read: Read,
  problems: string[],
): Record<number, FacilitatorChoice> {
  const chosen: Record<number, FacilitatorChoice> = {};
  const wanted = read("FACILITATOR") ?? { kind: "embedded" as const };
  const gasKey = read("GAS_KEY");
  const header = read("FACILITATOR_HEADER");
  const cdp = { keyId: read("CDP_API_KEY_ID"), keySecret: read("CDP_API_KEY_SECRET") };
  let [usesGas, usesHeader, usesCdp] = [false, false, false];
  for (const { chainId } of networks) {
    const own = `FACILITATOR_${chainId}`;
    const ownHeader = `FACILITATOR_HEADER_${chainId}`;
    const choice = values[own] ? read("FACILITATOR", own) : wanted;
    const shown = read("FACILITATOR_HEADER", ownHeader) ?? (values[own] ? undefined : header);
    if (choice?.kind === "embedded") {
      usesGas = true;
      if (gasKey) chosen[chainId] = { kind: "embedded", gasKey };
      if (values[ownHeader]) problems.push(`${ownHeader} is set, but this server settles on that network by itself.`);
    } else if (choice && new URL(choice.url).hostname === CDP_HOST) {
      usesCdp = true;
      if (cdp.keyId && cdp.keySecret) {
        chosen[chainId] = { ...choice, auth: { kind: "cdp", keyId: cdp.keyId, keySecret: cdp.keySecret } };
      }
    } else if (choice) {
      usesHeader ||= shown !== undefined && shown === header;
      chosen[chainId] = shown ? { ...choice, auth: { kind: "header", ...shown } } : choice;
    }
  }
  problems.push(...namesOfOtherNetworks(networks, values));
  if (networks.length === 0) return chosen;
  const isGiven = (name: string) => Boolean(values[name] || values[`${name}_FILE`]);
  if (usesGas && !isGiven("GAS_KEY")) {
    problems.push(
      "GAS_KEY is not set: this server settles payments itself (FACILITATOR=embedded) and pays the network's fees with " +
        "that key. Set it, or set FACILITATOR to the URL of a facilitator.",
    );
  }
  if (!usesGas && gasKey) {
    problems.push("GAS_KEY is set, but FACILITATOR names another server that pays the fees. Remove one of the two.");
  }
  if (usesCdp && !(isGiven("CDP_API_KEY_ID") && isGiven("CDP_API_KEY_SECRET"))) {
    problems.push(`CDP_API_KEY_ID and CDP_API_KEY_SECRET are not both set: the facilitator at ${CDP_HOST} needs them.`);
  }
  if (!usesCdp && (cdp.keyId || cdp.keySecret)) {
    problems.push(
      `A CDP API key is set, but no facilitator is at ${CDP_HOST}. Name it by FACILITATOR or remove the key.`,
    );
  }
  if (!usesHeader && header) {
    problems.push("FACILITATOR_HEADER is set, but FACILITATOR names no other server that would get it. Remove it.");
  }
  return chosen;
}

/** A mistyped chain id would leave the network it was meant for with another facilitator. */
function namesOfOtherNetworks(networks: readonly Network[], values: Values): string[] {
  return Object.keys(values).flatMap((name) => {
    const setting = chainSettingOf(name);
    if (!values[name] || !setting?.kind.startsWith("FACILITATOR")) return [];
    if (networks.some(({ chainId }) => chainId === setting.chainId)) return [];
    return [`${name} is set, but NETWORKS does not list eip155:${setting.chainId}. Remove one or add the other.`];
  });
}
