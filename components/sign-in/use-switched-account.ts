"use client";

import { useEffect, useState } from "react";
import { hasUsedWallet } from "@/components/wallets/last-wallet";
import { useWallets } from "@/components/wallets/use-wallets";
import type { ClientConfig } from "@/lib/client-config/schema";

/**
 * The account that this browser's wallet is on, if that is not the one that is signed in: a session outlives a switch in
 * the wallet. The wallet is asked for nothing.
 *
 * @param address who is signed in
 */
export function useSwitchedAccount(config: ClientConfig, address: string): string | null {
  const [wanted, setWanted] = useState(false);
  const { wallets, current } = useWallets(config, wanted);
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each sign-in, which uses a wallet
  useEffect(() => setWanted(hasUsedWallet()), [address]);
  useEffect(() => {
    void wallets?.reconnect();
  }, [wallets]);
  return current && current.address.toLowerCase() !== address.toLowerCase() ? current.address : null;
}
