"use client";

import { useEffect, useState } from "react";
import type { ClientConfig } from "@/lib/client-config/schema";
import { loadWallets } from "./load-wallets";
import type { ConnectedWallet, WalletChoice, Wallets } from "./wallet-types";

type WalletsState = {
  wallets: Wallets | null;
  choices: WalletChoice[];
  current: ConnectedWallet | null;
  failed: boolean;
};

/** The wallets that can be chosen and the one in use, kept up to date. Loads the wallet code as soon as `wanted`. */
export function useWallets(config: ClientConfig, wanted: boolean): WalletsState {
  const [state, setState] = useState<WalletsState>({ wallets: null, choices: [], current: null, failed: false });

  useEffect(() => {
    if (!wanted) return;
    let stop: (() => void) | undefined;
    let gone = false;
    loadWallets(config).then(
      (wallets) => {
        if (gone) return;
        const read = () => setState({ wallets, choices: wallets.choices(), current: wallets.current(), failed: false });
        stop = wallets.watch(read);
        read();
      },
      () => {
        if (!gone) setState((before) => ({ ...before, failed: true }));
      },
    );
    return () => {
      gone = true;
      stop?.();
    };
  }, [config, wanted]);

  return state;
}
