import { randomBytes } from "node:crypto";
import type { SchemeNetworkClient } from "@x402/core/types";
import { ExactEvmScheme } from "@x402/evm/exact/client";
import type { PrivateKeyAccount } from "viem/accounts";
import { nonceForOffer } from "@/lib/payment-methods/evm/chain-backup/offer-nonce";

type Document = Parameters<ConstructorParameters<typeof ExactEvmScheme>[0]["signTypedData"]>[0];

/**
 * x402's scheme `exact`, with nonces that name the offer where the requirements do (`extra.offerId`). The library draws
 * the nonce of an EIP-3009 authorization itself and has no option for it, so ours takes its place in what is signed and
 * in what is sent; everything else is the library's.
 */
export function schemeNamingOffers(account: PrivateKeyAccount): SchemeNetworkClient {
  const usual = new ExactEvmScheme(account);
  return {
    scheme: usual.scheme,
    findDefaultAsset: usual.findDefaultAsset,
    async createPaymentPayload(x402Version, requirements, context) {
      const offerId = requirements.extra?.offerId;
      if (typeof offerId !== "string") return usual.createPaymentPayload(x402Version, requirements, context);
      const nonce = nonceForOffer(offerId, randomBytes(16));
      const sign = (document: Document) => account.signTypedData(withNonce(document, nonce) as never);
      const scheme = new ExactEvmScheme({ address: account.address, signTypedData: sign });
      const made = await scheme.createPaymentPayload(x402Version, requirements, context);
      const { authorization } = made.payload as { authorization?: object };
      return authorization
        ? { ...made, payload: { ...made.payload, authorization: { ...authorization, nonce } } }
        : made;
    },
  };
}

/** Other ways to transfer have nonces of other kinds. */
function withNonce(document: Document, nonce: string): Document {
  if (document.primaryType !== "TransferWithAuthorization") return document;
  return { ...document, message: { ...document.message, nonce } };
}
