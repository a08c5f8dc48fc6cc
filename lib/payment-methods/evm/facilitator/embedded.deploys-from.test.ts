import { afterEach, describe, expect, it } from "vitest";
import { GAS_TO_DEPLOY } from "@/lib/payment-methods/evm/chain/account-signature";
import { networkByChainId } from "@/lib/payment-methods/evm/chain/networks";
import { DEPLOYMENT_IN_SETTLEMENTS, newAccountFromPrice } from "@/lib/payment-methods/evm/chain/wallet-factories";
import { GAS_OF_A_SETTLEMENT } from "@/lib/payment-methods/evm/gas/sales-left";
import { resetSettings } from "@/lib/settings/settings";
import { configuredFacilitator } from "./configured";

/** What pages say before a wallet is chosen is what decides about the payment. */

const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
  resetSettings();
});

function shopOn(chainId: number, more: Record<string, string> = {}): void {
  Object.assign(process.env, {
    APP_URL: "https://files.example.org",
    NETWORKS: `eip155:${chainId}`,
    [`RPC_URL_${chainId}`]: "https://node.example.org/key",
    SESSION_SECRET: "8c6b1f0e9d2a47b3a5e1c0f7d4926b8e",
    GAS_KEY: `0x${"9f3c".repeat(16)}`,
    ...more,
  });
  resetSettings();
}

const FACTORY = "0xba5ed110efdba3d005bfc882d75358acbbb85842";

describe("the lowest price that a new Base Account can pay", () => {
  it.each([
    [8453, 90_000n],
    [84532, 90_000n],
    [137, 180_000n],
    [42161, 450_000n],
    [1, null],
  ])("on chain %d is %s micro-USD, as the facilitator has it", (chainId, price) => {
    shopOn(chainId);
    expect(newAccountFromPrice(chainId)).toBe(price);
    const network = networkByChainId(chainId);
    if (!network) throw new Error(`${chainId} is unknown`);
    // USDC has as many decimals as micro-USD.
    expect(configuredFacilitator(chainId).deploysFrom(network, FACTORY)).toBe(price);
  });

  it("follows the operator's lowest price and list of factories", () => {
    shopOn(8453, { MIN_PRICE: "0.05" });
    expect(newAccountFromPrice(8453)).toBe(450_000n);
    shopOn(8453, { EIP6492_FACTORIES: "none" });
    expect(newAccountFromPrice(8453)).toBeNull();
  });

  it("is unknown where a remote facilitator decides", () => {
    shopOn(8453, { FACILITATOR: "https://facilitator.example" });
    delete process.env.GAS_KEY;
    resetSettings();
    expect(newAccountFromPrice(8453)).toBe(0n);
  });

  it("covers the gas of both transactions", () => {
    expect(DEPLOYMENT_IN_SETTLEMENTS * GAS_OF_A_SETTLEMENT).toBeGreaterThanOrEqual(GAS_OF_A_SETTLEMENT + GAS_TO_DEPLOY);
  });
});
