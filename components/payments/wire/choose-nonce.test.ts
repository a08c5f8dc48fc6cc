import { expect, it } from "vitest";
import { namesOffer } from "@/lib/payment-methods/evm/chain-backup/offer-nonce";
import { chooseNonce } from "./choose-nonce";
import type { Requirement } from "./x402";

const offerId = "6LfQ0PqbzAYmXmDDR1mEqz";
const random = new Uint8Array(32).fill(0xab);
const requirement = (extra: object) => ({ extra: { name: "USDC", version: "2", ...extra } }) as Requirement;

it("names the offer, and begins with random bytes", () => {
  const nonce = chooseNonce(requirement({ offerId }), random);
  expect(namesOffer(nonce, offerId)).toBe(true);
  expect(nonce.slice(0, 34)).toBe(`0x${"ab".repeat(16)}`);
});

it("is random where no offer is named", () => {
  expect(chooseNonce(requirement({}), random)).toBe(`0x${"ab".repeat(32)}`);
});
