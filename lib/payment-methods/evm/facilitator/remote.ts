import "server-only";
import { HTTPFacilitatorClient } from "@x402/core/server";
import { log } from "@/lib/log";
import type { FacilitatorAuth } from "@/lib/settings/parse-settings";
import { askToSettle, askToVerify } from "./ask-facilitator";
import { authHeaders } from "./auth-headers";
import {
  asTransaction,
  type Facilitator,
  FacilitatorUnavailable,
  type SettleOutcome,
  type VerifyOutcome,
} from "./facilitator";

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
  const headersFor = (path: "verify" | "settle") => (auth ? authHeaders(auth, url)[path] : {});
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
      const asked = { url, headers: headersFor("verify"), payload, requirements };
      const { isOk, status, said } = await askToVerify(asked).catch((cause: unknown) => {
        throw new FacilitatorUnavailable("The facilitator could not verify.", { cause });
      });
      if (isOk && said?.isValid) return { valid: true };
      const reason = said?.invalidReason;
      if (said && (isOk || (status < 500 && reason))) return { valid: false, reason: reason ?? "unspecified" };
      const cause = new Error(`The facilitator answered with the status ${status}.`);
      throw new FacilitatorUnavailable("The facilitator could not verify.", { cause });
    },
    async settle(payload, requirements): Promise<SettleOutcome> {
      const asked = { url, headers: headersFor("settle"), payload, requirements };
      const answered = await askToSettle(asked).catch((error: unknown) => {
        log.error({ err: error }, "the remote facilitator failed while settling");
        return null;
      });
      const { isOk, said } = answered ?? { isOk: false, said: null };
      const transaction = asTransaction(said?.transaction ?? undefined);
      if (isOk && said?.success && transaction) return { kind: "settled", transaction };
      if (answered && !isOk) log.error({ status: answered.status }, "the remote facilitator failed while settling");
      // Without a response in x402's words, nobody knows what the facilitator has done.
      const reason = said?.errorReason ?? (isOk && said ? "unspecified" : "settle_failed");
      return { kind: "unconfirmed", reason, transaction };
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
