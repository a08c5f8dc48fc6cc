import { describe, expect, it } from "vitest";
import type { ClientConfig } from "@/lib/client-config/schema";
import { networkByChainId } from "@/lib/payment-methods/evm/chain/networks";
import { baseAccountStanding } from "./offered";

function shop(chainIds: number[], newAccount: string | null, baseAccountUrl: string | null = "https://x.example/") {
  const networks = chainIds.map(networkByChainId);
  const cheapest = Object.fromEntries(chainIds.map((chainId) => [chainId, { usual: "10000", newAccount }]));
  return { networks, cheapest, baseAccountUrl } as unknown as ClientConfig;
}

const due = (amount: string, chainId = 8453) => ({ network: `eip155:${chainId}`, amount, decimals: 6 });

describe("Base Account among the wallets", () => {
  it("is the first where a new account can pay the price, and says from which price on", () => {
    expect(baseAccountStanding(shop([8453], "90000"), due("90000"))).toEqual({ place: "first", from: 90_000n });
  });

  it("is the last where it cannot: somebody may have an account that exists", () => {
    expect(baseAccountStanding(shop([8453], "90000"), due("89999"))).toEqual({ place: "last", from: 90_000n });
    expect(baseAccountStanding(shop([8453], null), due("5000000"))).toEqual({ place: "last", from: null });
  });

  it("is the first to sign in with, and where a remote facilitator decides", () => {
    expect(baseAccountStanding(shop([8453], "90000"), undefined)).toEqual({ place: "first", from: null });
    expect(baseAccountStanding(shop([8453], "0"), due("10000"))).toEqual({ place: "first", from: null });
  });

  it("is not offered where the operator wants none, or on a network that it does not know", () => {
    expect(baseAccountStanding(shop([8453], "90000", null), due("90000")).place).toBe("no");
    expect(baseAccountStanding(shop([1, 8453], "90000"), due("9000000", 1)).place).toBe("no");
    expect(baseAccountStanding(shop([1, 8453], "90000"), undefined).place).toBe("no");
    expect(baseAccountStanding(shop([1, 8453], "90000"), due("9000000")).place).toBe("first");
  });
});
