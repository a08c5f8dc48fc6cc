import "server-only";
import { HTTPFacilitatorClient } from "@x402/core/server";
import { SettleError, VerifyError } from "@x402/core/types";
import { log } from "@/lib/log";
import type { FacilitatorAuth } from "@/lib/settings/parse-settings";
import { authHeaders } from "./auth-headers";
import {
  asTransaction,
  type Facilitator,
  FacilitatorUnavailable,
  type SettleOutcome,
  type VerifyOutcome,
} from "./facilitator";

const TIMEOUT = 30_000;
/** For requests of `/supported`, which serve a person or a probe, not a payment (ms). */
const SUPPORTED_TIMEOUT = 4_000;
/** Which accounts settle changes rarely (ms). */
const SIGNERS_KEPT = 10 * 60_000;

/**
 * A facilitator over HTTP (`/supported`, `/verify`, `/settle`), always named explicitly: the SDK's own default is a
 * testnet service.
 *
 * @param url base URL, https or in a private network
 * @param auth the credentials it needs, if any
 */
export function remoteFacilitator(url: string, auth?: FacilitatorAuth): Facilitator {
  const createAuthHeaders = auth ? async () => authHeaders(auth, url) : undefined;
  const client = new HTTPFacilitatorClient({ url, timeoutMs: TIMEOUT, createAuthHeaders });
  const asker = new HTTPFacilitatorClient({ url, timeoutMs: SUPPORTED_TIMEOUT, createAuthHeaders });
  let known: { signers: Record<string, string[]>; readAt: number } = { signers: {}, readAt: Number.NEGATIVE_INFINITY };

  async function supportedSigners(): Promise<Record<string, string[]>> {
    if (performance.now() - known.readAt < SIGNERS_KEPT) return known.signers;
    try {
      known = { signers: (await asker.getSupported()).signers ?? {}, readAt: performance.now() };
    } catch (error) {
      log.warn({ err: error }, "the facilitator does not say which accounts settle for it");
    }
    return known.signers;
  }

  return {
    name: "remote",
    async verify(payload, requirements): Promise<VerifyOutcome> {
      try {
        const answer = await client.verify(payload, requirements);
        return answer.isValid ? { valid: true } : { valid: false, reason: answer.invalidReason ?? "unspecified" };
      } catch (cause) {
        if (cause instanceof VerifyError && cause.statusCode < 500 && cause.invalidReason) {
          return { valid: false, reason: cause.invalidReason };
        }
        throw new FacilitatorUnavailable("The facilitator could not verify.", { cause });
      }
    },
    async settle(payload, requirements): Promise<SettleOutcome> {
      try {
        const answer = await client.settle(payload, requirements);
        const transaction = asTransaction(answer.transaction);
        if (answer.success && transaction) return { kind: "settled", transaction };
        return { kind: "unconfirmed", reason: answer.errorReason ?? "unspecified", transaction };
      } catch (error) {
        log.error({ err: error }, "the remote facilitator failed while settling");
        const said = error instanceof SettleError ? error : null;
        return {
          kind: "unconfirmed",
          reason: said?.errorReason ?? "settle_failed",
          transaction: asTransaction(said?.transaction),
        };
      }
    },
    async supports(chainId) {
      try {
        const { kinds } = await asker.getSupported();
        return kinds.some(
          ({ x402Version, scheme, network }) =>
            x402Version === 2 && scheme === "exact" && [`eip155:${chainId}`, "eip155:*"].includes(network),
        );
      } catch (cause) {
        throw new FacilitatorUnavailable("The facilitator does not say what it supports.", { cause });
      }
    },
    // It does not report which factories it calls; it gets the signature unchanged, and uses its own list.
    deploysFrom: () => 0n,
    async signers(chainId) {
      const signers = await supportedSigners();
      const found = [...(signers[`eip155:${chainId}`] ?? []), ...(signers["eip155:*"] ?? [])];
      return found.map((address) => address.toLowerCase());
    },
  };
}
