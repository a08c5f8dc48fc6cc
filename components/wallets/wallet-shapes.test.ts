import { describe, expect, it } from "vitest";
import { errorIn, readAccounts, readChainId, readSignature } from "./wallet-shapes";

const LOWER = `0x${"ab".repeat(20)}`;
const OTHER = `0x${"CD".repeat(20)}`;

describe("wallets' answers", () => {
  it.each([
    ["a list", [LOWER, OTHER], [LOWER, OTHER]],
    ["one address", LOWER, [LOWER]],
    ["a list as a text", `[${LOWER},${OTHER}]`, [LOWER, OTHER]],
    ["a hash", [`0x${"ab".repeat(32)}`], []],
    ["objects", [{ address: LOWER }, { address: OTHER }], [LOWER, OTHER]],
    ["a response", { id: 1, result: [LOWER] }, [LOWER]],
    ["accounts in an object", { accounts: [LOWER] }, [LOWER]],
    ["CAIP-10", [`eip155:8453:${LOWER}`], [LOWER]],
    ["blanks", [` ${LOWER} `], [LOWER]],
    ["what is no address", ["0x12", null, 7, {}, LOWER], [LOWER]],
    ["an empty list", [], []],
    ["nothing", undefined, []],
    ["null", null, []],
    ["true", true, []],
  ])("reads accounts from %s", (_, answer, accounts) => expect(readAccounts(answer)).toEqual(accounts));

  it.each([
    ["hex", "0x2105", 8453],
    ["hex in capitals", "0X2105", 8453],
    ["hex with zeros", "0x002105", 8453],
    ["decimal", "8453", 8453],
    ["a number", 8453, 8453],
    ["a bigint", 8453n, 8453],
    ["CAIP-2", "eip155:8453", 8453],
    ["an object", { chainId: "0x2105" }, 8453],
    ["a response", { result: "0x2105" }, 8453],
    ["an empty text", "", null],
    ["zero", "0x0", null],
    ["words", "base", null],
    ["nothing", undefined, null],
    ["a list", ["0x2105"], null],
    ["a fraction", 1.5, null],
  ])("reads a chain id from %s", (_, answer, chainId) => expect(readChainId(answer)).toBe(chainId));

  it.each([
    ["hex", "0xAb", "0xAb"],
    ["hex without 0x", "ab", "0xab"],
    ["0x in capitals", "0Xab", "0xab"],
    ["an object", { signature: "0xab" }, "0xab"],
    ["a response", { result: "0xab" }, "0xab"],
    ["an empty one, as of wallets that sign on chain", "0x", "0x"],
    ["an empty text", "", null],
    ["half a byte", "0xabc", null],
    ["words", "signed", null],
    ["nothing", null, null],
  ])("reads a signature from %s", (_, answer, signature) => expect(readSignature(answer)).toBe(signature));

  it("sees an error that was answered instead of thrown", () => {
    expect(errorIn({ id: 1, error: { code: 4001 } })).toEqual({ code: 4001 });
    for (const fine of [null, undefined, "0x", [], { result: null }]) expect(errorIn(fine)).toBeNull();
  });
});
