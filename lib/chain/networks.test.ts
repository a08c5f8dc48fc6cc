import { findDefaultAsset } from "@x402/evm";
import { describe, expect, test } from "vitest";
import { confirmationsFor, DEVNET_CHAIN_ID, networkByChainId, networks } from "./networks";

const dollars = (amount: number) => BigInt(amount) * 1_000_000n;

describe("well-known networks", () => {
  const real = networks.filter(({ chainId }) => chainId !== DEVNET_CHAIN_ID);

  test.each(real.map((network) => [network.name, network] as const))(
    "%s sells in the token that clients pay with by default",
    (_, network) => {
      const known = findDefaultAsset(network.token.address, network.caip2);
      expect(known).toMatchObject({
        asset: network.token.address,
        name: network.token.name,
        version: network.token.version,
        decimals: network.token.decimals,
        symbol: network.token.symbol,
      });
    },
  );

  test.each(networks.map((network) => [network.name, network] as const))(
    "%s is whole and names itself once",
    (_, network) => {
      expect(network.caip2).toBe(`eip155:${network.chainId}`);
      expect(networks.filter(({ chainId, name }) => chainId === network.chainId || name === network.name)).toEqual([
        network,
      ]);
      if (network.chainId === DEVNET_CHAIN_ID) return;
      for (const url of [network.explorer, network.walletRpcUrl]) expect(url).toMatch(/^https:\/\/[^?#@]+[^/]$/);
      // What a payment waits for never goes beyond what counts as certain.
      for (const { blocks } of network.confirmationsByPrice) expect(blocks).toBeLessThanOrEqual(network.confirmations);
    },
  );
});

describe("confirmations by price", () => {
  const polygon = networkByChainId(137);
  const base = networkByChainId(8453);
  if (!polygon || !base) throw new Error("networks are missing");

  test.each([
    ["a cent", 10_000n, 1],
    ["just below ten dollars", dollars(10) - 1n, 1],
    ["ten dollars", dollars(10), 5],
    ["a hundred dollars", dollars(100), 12],
    ["ten thousand dollars", dollars(10_000), 12],
  ])("%s on Polygon", (_, amount, blocks) => {
    expect(confirmationsFor(polygon, amount)).toBe(blocks);
  });

  test("small sums on Base wait for nothing", () => {
    expect(confirmationsFor(base, dollars(99))).toBe(0);
    expect(confirmationsFor(base, dollars(100))).toBeGreaterThan(0);
  });

  test("a token with other decimals has the same thresholds", () => {
    const token = { ...polygon.token, decimals: 18 };
    expect(confirmationsFor({ ...polygon, token }, 10n * 10n ** 18n)).toBe(5);
    expect(confirmationsFor({ ...polygon, token }, 10n * 10n ** 18n - 1n)).toBe(1);
  });
});
