import {
  MethodNotSupportedRpcError,
  ResourceUnavailableRpcError,
  SwitchChainError,
  UnauthorizedProviderError,
  UserRejectedRequestError,
} from "viem";
import { describe, expect, it } from "vitest";
import { allMessages } from "@/lib/i18n/all-messages";
import { localeNames } from "@/lib/i18n/locales";
import { bindWords } from "@/lib/i18n/words";
import { toWalletProblem, WalletProblem, type WalletProblemKind } from "./wallet-error";
import { walletWords } from "./wallet-words";

const kinds: WalletProblemKind[] = [
  "rejected",
  "busy",
  "locked",
  "no-wallet",
  "other-account",
  "wrong-network",
  "unknown-network",
  "unsupported",
  "flagged",
  "failed",
];

const asked = new Error("asked");

describe("wallet errors", () => {
  it.each([
    ["a rejection as wallets throw it", { code: 4001, message: "User rejected the request." }, "sign", "rejected"],
    ["a rejection as viem wraps it", new UserRejectedRequestError(asked), "sign", "rejected"],
    [
      "a rejection deep among causes",
      new Error("outer", { cause: new UserRejectedRequestError(asked) }),
      "switch",
      "rejected",
    ],
    [
      "an open request",
      { code: -32002, message: "Request of type 'eth_requestAccounts' already pending" },
      "connect",
      "busy",
    ],
    ["an open request as viem wraps it", new ResourceUnavailableRpcError(asked), "connect", "busy"],
    ["a locked wallet", new UnauthorizedProviderError(asked), "sign", "locked"],
    ["an unknown network", { code: 4902, message: "Unrecognized chain" }, "sign", "wrong-network"],
    [
      "an unknown network as mobile wallets wrap it",
      { code: -32603, data: { originalError: { code: 4902 } } },
      "sign",
      "wrong-network",
    ],
    ["a switch that failed", new SwitchChainError(asked), "switch", "wrong-network"],
    [
      "a missing method",
      new MethodNotSupportedRpcError(asked, { method: "eth_signTypedData_v4" }),
      "sign",
      "unsupported",
    ],
    ["a network that the wallet will not add", { code: -32603, message: "May not specify" }, "add", "unknown-network"],
    ["a wallet that adds no networks", { code: 4200 }, "add", "unknown-network"],
    ["a person who adds no network", { code: 4001 }, "add", "rejected"],
    ["a wallet's own guard", { code: -32003, message: "Transaction rejected" }, "sign", "flagged"],
    ["a guard by its words", new Error("This is a deceptive request"), "sign", "flagged"],
    ["a wallet that went away", Object.assign(new Error(), { name: "ProviderNotFoundError" }), "connect", "no-wallet"],
    ["anything else", "text", "sign", "failed"],
  ] as const)("tells apart %s", (_, error, task, kind) => {
    expect(toWalletProblem(error, task, "Base").facts).toMatchObject({ kind, task, networkName: "Base" });
  });

  it("keeps a problem that is one already", () => {
    const problem = new WalletProblem({ kind: "locked", task: "connect", networkName: "" });
    expect(toWalletProblem(problem, "sign", "Base")).toBe(problem);
  });
});

describe("the words of a wallet's problem", () => {
  it.each(localeNames)("name the network and say what to do, in %s", (locale) => {
    const t = bindWords(locale, allMessages[locale], "wallets");
    for (const kind of kinds) {
      for (const task of ["connect", "switch", "add", "sign"] as const) {
        const { title, detail } = walletWords(t, { kind, task, networkName: "Base Sepolia", said: null });
        expect(title.length * detail.length, kind).toBeGreaterThan(0);
        expect(`${title} ${detail}`).not.toMatch(/[{}]/);
      }
    }
    expect(
      walletWords(t, { kind: "rejected", task: "switch", networkName: "Base Sepolia", said: null }).detail,
    ).toContain("Base Sepolia");
  });
});
