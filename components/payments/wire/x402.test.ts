import { decodePaymentSignatureHeader, encodePaymentRequiredHeader } from "@x402/core/http";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { recoverTypedDataAddress } from "viem/utils";
import { describe, expect, it } from "vitest";
import type { Offer } from "@/lib/offers/schema";
import * as schema from "@/lib/shop/schema";
import {
  agree,
  authorizationFor,
  type Challenge,
  CLAIM_TOKEN_HEADER,
  decodeChallenge,
  encodePayment,
  newClaimToken,
  typedDataFor,
  WITHDRAWAL_WAIVER_HEADER,
} from "./x402";

const payTo = "0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65";
const asset = "0x036CbD53842c5426634e7929541eC2318f3dCF7e";
const requirement = {
  scheme: "exact",
  network: "eip155:84532",
  amount: "500000",
  asset,
  payTo,
  maxTimeoutSeconds: 300,
  extra: { name: "USDC", version: "2", later: "kept" },
};
const challenge: Challenge = {
  x402Version: 2,
  error: "Payment required",
  resource: {
    url: "http://localhost:3000/f/abc",
    description: "Gedichte für Ärger — 詩 for $0.50",
    mimeType: "text/plain",
  },
  accepts: [requirement],
};
const offer: Offer = {
  network: "eip155:84532",
  networkName: "Base Sepolia",
  asset: asset.toLowerCase(),
  symbol: "USDC",
  decimals: 6,
  amount: "500000",
  payTo: payTo.toLowerCase(),
  offerId: "6LfQ0PqbzAYmXmDDR1mEqz",
  fileVersion: 1,
  refundTerms: "",
};

describe("reading a challenge", () => {
  it("reads what the reference implementation writes, letters of every script included", () => {
    const header = encodePaymentRequiredHeader(challenge as Parameters<typeof encodePaymentRequiredHeader>[0]);
    expect(decodeChallenge(header)).toEqual(challenge);
  });

  it.each([
    null,
    "",
    "%%%",
    btoa("no json"),
    btoa('{"x402Version":1,"accepts":[]}'),
    btoa('{"x402Version":2}'),
    btoa("null"),
  ])("takes %j for no challenge", (header) => {
    expect(decodeChallenge(header)).toBeNull();
  });
});

describe("agreeing on what is paid", () => {
  it("agrees when network, token, payee and amount are as the page shows, in any spelling of hex", () => {
    expect(agree(challenge, offer)).toEqual({ kind: "agreed", requirement });
  });

  it("never agrees to terms other than those shown, at any price", () => {
    const offerId = "0Bz1aXcVbNmQwErTyUiOpL";
    const changed = { ...challenge, accepts: [{ ...requirement, extra: { ...requirement.extra, offerId } }] };
    expect(agree(changed, offer)).toEqual({ kind: "other-terms", offerId });
    expect(agree(changed, { ...offer, amount: "400000" })).toEqual({ kind: "other-terms", offerId });
    expect(agree(changed, { ...offer, offerId }).kind).toBe("agreed");
    expect(agree(changed, { ...offer, offerId, amount: "400000" }).kind).toBe("price-changed");
  });

  it("never agrees to another amount or payee than shown", () => {
    const other = "0x00000000000000000000000000000000000000aA";
    expect(agree(challenge, { ...offer, amount: "400000" }).kind).toBe("price-changed");
    expect(agree(challenge, { ...offer, payTo: other })).toEqual({ kind: "price-changed", amount: "500000", payTo });
  });

  it("never agrees to another network, token or scheme than shown", () => {
    expect(agree(challenge, { ...offer, network: "eip155:8453" }).kind).toBe("not-offered");
    expect(agree(challenge, { ...offer, asset: payTo }).kind).toBe("not-offered");
    expect(agree({ ...challenge, accepts: [{ ...requirement, scheme: "upto" }] }, offer).kind).toBe("not-offered");
  });
});

describe("signing and sending", () => {
  const account = privateKeyToAccount(generatePrivateKey());
  const now = Date.parse("2026-11-21T10:00:00.900Z");
  const authorization = authorizationFor(requirement, account.address, now, `0x${"ab".repeat(32)}`);

  it("asks for exactly the price, from now until the challenge's time-out", () => {
    expect(authorization).toEqual({
      from: account.address,
      to: payTo,
      value: "500000",
      validAfter: "0",
      validBefore: String(Date.parse("2026-11-21T10:05:00Z") / 1_000),
      nonce: `0x${"ab".repeat(32)}`,
    });
  });

  it("gives the owners of a contract wallet a day", () => {
    const { validBefore } = authorizationFor(requirement, account.address, now, `0x${"ab".repeat(32)}`, true);
    expect(validBefore).toBe(String(Date.parse("2026-11-22T10:00:00Z") / 1_000));
  });

  it("makes a document whose signature recovers to the payer", async () => {
    const typedData = typedDataFor(requirement, authorization);
    const signature = await account.signTypedData(typedData);
    expect(await recoverTypedDataAddress({ ...typedData, signature })).toBe(account.address);
    expect(typedData.domain).toEqual({ name: "USDC", version: "2", chainId: 84532, verifyingContract: asset });
  });

  it("writes a header that the reference implementation reads, with the chosen requirement echoed verbatim", async () => {
    const signature = await account.signTypedData(typedDataFor(requirement, authorization));
    const header = encodePayment(challenge, requirement, authorization, signature);
    expect(header).toMatch(/^[A-Za-z0-9+/]+={0,2}$/);
    expect(decodePaymentSignatureHeader(header)).toEqual({
      x402Version: 2,
      resource: challenge.resource,
      accepted: requirement,
      payload: { signature, authorization },
    });
  });
});

describe("claim tokens", () => {
  it("travel in the header that the server reads", () => {
    expect(CLAIM_TOKEN_HEADER).toBe(schema.CLAIM_TOKEN_HEADER);
    expect(WITHDRAWAL_WAIVER_HEADER).toBe(schema.WITHDRAWAL_WAIVER_HEADER);
  });

  it("are 43 characters of base64url and never the same twice", () => {
    const tokens = Array.from({ length: 50 }, newClaimToken);
    for (const token of tokens) expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(new Set(tokens).size).toBe(50);
  });
});
