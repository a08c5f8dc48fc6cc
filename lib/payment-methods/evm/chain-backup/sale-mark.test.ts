import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { newId } from "@/lib/ids";
import { derivedKey } from "@/lib/settings/derived-key";
import { marks } from "@/test/vectors/chain-backup.json";
import { MARK, openSale, sealSale } from "./sale-mark";

const key = randomBytes(32);
const hex = (bytes: number) => `0x${randomBytes(bytes).toString("hex")}`;
const authorization = { network: "eip155:8453", token: hex(20), payer: hex(20), nonce: hex(32) };
const offer = { id: newId(), version: 3 };
const sealed = sealSale(key, authorization, offer) ?? "";

describe("the mark of a sale", () => {
  it.each(marks)("is the same in every program: $mark", ({ secret, offerId, version, mark, ...signed }) => {
    const its = derivedKey("chain backup", secret);
    expect(sealSale(its, signed, { id: offerId, version })).toBe(mark);
    expect(openSale(its, signed, mark)).toEqual({ id: offerId, version });
  });

  it("opens at the end of any call, and in any spelling of hex", () => {
    expect(sealed).toHaveLength(2 + 2 * MARK);
    for (const call of ["0x", hex(4), hex(292)])
      expect(openSale(key, authorization, call + sealed.slice(2))).toEqual(offer);
    const loud = (text: string) => `0x${text.slice(2).toUpperCase()}`;
    const { network, token, payer, nonce } = authorization;
    const spelled = { network, token: loud(token), payer: loud(payer), nonce: loud(nonce) };
    expect(openSale(key, spelled, loud(sealed))).toEqual(offer);
    expect(sealSale(key, spelled, offer)).toBe(sealed);
  });

  it("opens with no other key, and for no other authorization", () => {
    expect(openSale(randomBytes(32), authorization, sealed)).toBeNull();
    const others = { network: "eip155:84532", token: hex(20), payer: hex(20), nonce: hex(32) };
    for (const [name, other] of Object.entries(others)) {
      expect([name, openSale(key, { ...authorization, [name]: other }, sealed)]).toEqual([name, null]);
    }
  });

  it("opens no longer once a bit of it is changed, wherever", () => {
    const bytes = Buffer.from(sealed.slice(2), "hex");
    for (let bit = 0; bit < 8 * MARK; bit += 1) {
      const bent = Buffer.from(bytes);
      bent[bit >> 3] = (bent[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect([bit, openSale(key, authorization, `0x${bent.toString("hex")}`)]).toEqual([bit, null]);
    }
  });

  it.each(["0x", "0x1234", `0x${"00".repeat(MARK)}`, sealed.slice(0, -2), `${sealed}00`])("is not in %s", (data) => {
    expect(openSale(key, authorization, data)).toBeNull();
  });

  it("shares nothing with the mark of another sale of the same offer", () => {
    const other = sealSale(key, { ...authorization, nonce: hex(32) }, offer) ?? "";
    const same = Array.from(Buffer.from(other.slice(2), "hex")).filter(
      (byte, at) => byte === Buffer.from(sealed.slice(2), "hex")[at],
    );
    expect(same.length).toBeLessThan(8);
  });

  it.each([
    { id: "short", version: 1 },
    { id: "7n42DGM5Tflk9n8mt7Fhc8", version: 1 },
    { id: newId(), version: -1 },
    { id: newId(), version: 1.5 },
    { id: newId(), version: 2 ** 32 },
  ])("is not made for what does not fit: %j", (odd) => {
    expect(sealSale(key, authorization, odd)).toBeNull();
  });
});
