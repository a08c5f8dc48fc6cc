import type { PaymentRequirements } from "@x402/core/types";
import { authorizationTypes } from "@x402/evm";
import { recoverTypedDataAddress } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { expect, it } from "vitest";
import { namesOffer } from "@/lib/payment-methods/evm/chain-backup/offer-nonce";
import { schemeNamingOffers } from "./scheme-naming-offers";

const account = privateKeyToAccount(generatePrivateKey());
const offerId = "6LfQ0PqbzAYmXmDDR1mEqz";
const asset = "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913";

async function pay(extra: object) {
  const requirements: PaymentRequirements = {
    scheme: "exact",
    network: "eip155:8453",
    asset,
    amount: "250000",
    payTo: "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65",
    maxTimeoutSeconds: 300,
    extra: { name: "USD Coin", version: "2", ...extra },
  };
  const made = await schemeNamingOffers(account).createPaymentPayload(2, requirements);
  const { authorization, signature } = made.payload as {
    authorization: Record<"from" | "to" | "nonce", `0x${string}`> &
      Record<"value" | "validAfter" | "validBefore", string>;
    signature: `0x${string}`;
  };
  const signer = await recoverTypedDataAddress({
    domain: { name: "USD Coin", version: "2", chainId: 8453, verifyingContract: asset },
    types: authorizationTypes,
    primaryType: "TransferWithAuthorization",
    message: {
      ...authorization,
      value: BigInt(authorization.value),
      validAfter: BigInt(authorization.validAfter),
      validBefore: BigInt(authorization.validBefore),
    },
    signature,
  });
  expect(signer).toBe(account.address);
  expect(authorization).toMatchObject({ from: account.address, value: "250000" });
  return authorization.nonce;
}

it("signs and sends a nonce that names the offer, another one each time", async () => {
  const nonces = [await pay({ offerId }), await pay({ offerId })];
  expect(new Set(nonces).size).toBe(2);
  for (const nonce of nonces) expect(namesOffer(nonce, offerId)).toBe(true);
});

it.each([{}, { offerId: 7 }, { offerId: null }])(
  "leaves the nonce to the library if no offer is named: %j",
  async (extra) => {
    const nonce = await pay(extra);
    expect(nonce).toMatch(/^0x[0-9a-f]{64}$/);
    expect(namesOffer(nonce, offerId)).toBe(false);
  },
);
