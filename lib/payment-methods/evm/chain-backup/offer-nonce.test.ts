import { bytesToHex, hexToBytes } from "viem";
import { describe, expect, it } from "vitest";
import { nonces } from "@/test/vectors/chain-backup.json";
import { namesOffer, nonceForOffer } from "./offer-nonce";

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));

describe("a nonce that names an offer", () => {
  it.each(nonces)("is the same in every program: $nonce", ({ random: start, offerId, nonce }) => {
    expect(nonceForOffer(offerId, hexToBytes(start as `0x${string}`))).toBe(nonce);
    expect(namesOffer(nonce, offerId)).toBe(true);
    expect(namesOffer(nonce.toUpperCase().replace("0X", "0x"), offerId)).toBe(true);
  });

  it("begins with the 16 random bytes it was given, and its end differs for each of them and for each offer", () => {
    const [one, other] = [random(32), random(32)];
    const nonce = nonceForOffer("6LfQ0PqbzAYmXmDDR1mEqz", one);
    expect(nonce).toMatch(/^0x[0-9a-f]{64}$/);
    expect(nonce.slice(0, 34)).toBe(bytesToHex(one.slice(0, 16)));
    const ends = [nonce, nonceForOffer("6LfQ0PqbzAYmXmDDR1mEqz", other), nonceForOffer("6LfQ0PqbzAYmXmDDR1mEqy", one)];
    expect(new Set(ends.map((text) => text.slice(34))).size).toBe(3);
  });

  it("names no other offer, and a random nonce names none", () => {
    const nonce = nonceForOffer("6LfQ0PqbzAYmXmDDR1mEqz", random(16));
    expect(namesOffer(nonce, "6LfQ0PqbzAYmXmDDR1mEqy")).toBe(false);
    expect(namesOffer(nonce, "")).toBe(false);
    expect(namesOffer(bytesToHex(random(32)), "6LfQ0PqbzAYmXmDDR1mEqz")).toBe(false);
  });

  it("is not made of too few random bytes", () => {
    expect(() => nonceForOffer("6LfQ0PqbzAYmXmDDR1mEqz", random(15))).toThrow(RangeError);
  });
});
