import { UserRejectedRequestError } from "viem";
import { describe, expect, it } from "vitest";
import { isBusy, isDeclined, readFailure } from "./read-failure";

const hostile = {
  get message(): string {
    throw new Error("no");
  },
  code: 4001,
};
const loop: Record<string, unknown> = { message: "a loop" };
loop.cause = loop;

describe("what a failure says", () => {
  it.each([
    ["a text", "User rejected", [], "User rejected"],
    ["an error", Object.assign(new Error("no"), { code: -32603 }), [-32603], "no"],
    ["a plain object", { code: 4001, message: "no" }, [4001], "no"],
    ["a code in a text", { code: "-32000", message: "no" }, [-32000], "no"],
    ["a code that is no number", { code: Number.NaN, message: "no" }, [], "no"],
    ["a response", { id: 1, error: { code: 4902, message: "unknown" } }, [4902], "unknown"],
    ["an error below another", { code: -32603, data: { originalError: { code: 4902 } } }, [-32603, 4902], null],
    ["JSON in the message", { message: '{"code":4902,"message":"unknown"}' }, [4902], "unknown"],
    ["JSON that is broken", { message: '{"code":' }, [], '{"code":'],
    ["a device's words below the wallet's", new Error("outer", { cause: { message: "0x6a80" } }), [], "0x6a80"],
    ["a library's words around the wallet's", new UserRejectedRequestError({ message: "no" } as Error), [4001], "no"],
    ["an error of a script", new TypeError("x is not a function"), [], null],
    ["a getter that throws", hostile, [4001], null],
    ["a loop", loop, [], "a loop"],
    ["nothing", undefined, [], null],
    ["null", null, [], null],
    ["a number", 7, [], null],
  ] as const)("reads %s", (_, thrown, codes, said) => {
    expect(readFailure(thrown)).toMatchObject({ codes, said });
  });

  it.each([
    "User rejected the request.",
    "MetaMask Tx Signature: User denied transaction signature.",
    "Error: user cancelled",
    "Request rejected",
    "cancelled",
    "Ledger device: Condition of use not satisfied (denied by the user?) (0x6985)",
    "Popup window was closed",
    "The modal was closed",
    "ACTION_REJECTED",
    "USER_CANCELLED",
    "Connection request was declined.",
  ])("takes “%s” for a refusal", (text) => expect(isDeclined(readFailure(text))).toBe(true));

  it.each([
    "Please enable Blind signing or Contract data in the Ethereum app Settings",
    "Unrecognized chain ID",
    "Transaction rejected: insufficient funds for gas",
    "Your account was denied access by policy",
    "The connection to the device was closed",
    "Users must update the firmware",
  ])("does not take “%s” for one", (text) => expect(isDeclined(readFailure(text))).toBe(false));

  it("knows an open request by code or words", () => {
    expect(isBusy(readFailure({ code: -32002 }))).toBe(true);
    expect(isBusy(readFailure("Already processing eth_requestAccounts. Please wait."))).toBe(true);
    expect(isBusy(readFailure({ code: 4001 }))).toBe(false);
  });
});
