import { findDefaultAsset } from "@x402/evm";
import { describe, expect, test } from "vitest";
import { DEVNET_CHAIN_ID, networks } from "./networks";

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
