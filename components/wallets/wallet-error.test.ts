import {
  MethodNotSupportedRpcError,
  ResourceUnavailableRpcError,
  SwitchChainError,
  UnauthorizedProviderError,
  UserRejectedRequestError,
} from "viem";
import { describe, expect, it } from "vitest";
import { toWalletProblem, WalletProblem } from "./wallet-error";

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
    ["a wallet that went away", Object.assign(new Error(), { name: "ProviderNotFoundError" }), "connect", "no-wallet"],
    ["anything else", "text", "sign", "failed"],
  ] as const)("tells apart %s", (_, error, task, kind) => {
    expect(toWalletProblem(error, task, "Base").kind).toBe(kind);
  });

  it("names the network to switch to, and never speaks of a charge that did not happen", () => {
    const words = toWalletProblem({ code: 4001 }, "switch", "Base Sepolia").message;
    expect(words).toContain("Base Sepolia");
    expect(words).toContain("Nothing was charged");
  });

  it("keeps a problem that already has its words", () => {
    const problem = new WalletProblem("locked", "title", "detail");
    expect(toWalletProblem(problem, "sign", "Base")).toBe(problem);
  });
});
