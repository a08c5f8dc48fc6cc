import { describe, expect, it } from "vitest";
import { readFailure } from "./read-failure";
import { SAID_MAX, walletSaid } from "./wallet-said";

const said = (text: string, declined = false) => walletSaid(readFailure(text), declined);

describe("a wallet's own words", () => {
  it("are kept when they name the remedy", () => {
    const remedy = "Ledger device: Please enable Blind signing or Contract data in the Ethereum app Settings";
    expect(said(remedy)).toBe(remedy);
    expect(said("Ledger device: Invalid data received (0x6a80)")).toContain("0x6a80");
  });

  it("are one line, without what would turn or hide ours", () => {
    expect(said("a\n\n\tb\u202ec\u2066d\u200be\u0000f\u2028g")).toBe("a b c d e f g");
    expect(said(" \n\u202e ")).toBeNull();
  });

  it("are bounded, and no character is cut in half", () => {
    const long = said("😀".repeat(1_000)) ?? "";
    expect([...long]).toHaveLength(SAID_MAX + 1);
    expect(long.endsWith("😀…")).toBe(true);
  });

  it("are left out when they only say that the person declined", () => {
    for (const text of [
      "User rejected the request.",
      "MetaMask Message Signature: User denied message signature.",
      "Request rejected",
    ]) {
      expect(said(text, true), text).toBeNull();
    }
    expect(said("Condition of use not satisfied (denied by the user?) (0x6985)", true)).toContain("0x6985");
  });
});
