import "server-only";
import { HTTPFacilitatorClient } from "@x402/core/server";
import { SettleError, VerifyError } from "@x402/core/types";
import { networkByChainId } from "@/lib/chain/networks";
import { log } from "@/lib/log";
import {
  asTransaction,
  type Facilitator,
  FacilitatorUnavailable,
  type SettleOutcome,
  type VerifyOutcome,
} from "./facilitator";

const TIMEOUT = 30_000;
/** Which accounts settle changes rarely (ms). */
const SIGNERS_KEPT = 10 * 60_000;

/**
 * A facilitator over HTTP (`/supported`, `/verify`, `/settle`), always named explicitly: the SDK's own default is a
 * testnet service.
 *
 * @param url base URL, https or loopback
 */
export function remoteFacilitator(url: string): Facilitator {
  const client = new HTTPFacilitatorClient({ url, timeoutMs: TIMEOUT });
  let known: { signers: Record<string, string[]>; readAt: number } = { signers: {}, readAt: Number.NEGATIVE_INFINITY };

  async function supportedSigners(): Promise<Record<string, string[]>> {
    if (performance.now() - known.readAt < SIGNERS_KEPT) return known.signers;
    try {
      known = { signers: (await client.getSupported()).signers ?? {}, readAt: performance.now() };
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
    async settlers(chainId) {
      const network = networkByChainId(chainId);
      const signers = await supportedSigners();
      const found = network ? [...(signers[network.caip2] ?? []), ...(signers["eip155:*"] ?? [])] : [];
      return found.map((address) => address.toLowerCase());
    },
  };
}
