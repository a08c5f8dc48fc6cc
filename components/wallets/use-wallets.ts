"use client";

import { useEffect, useState } from "react";
import type { ClientConfig } from "@/lib/client-config/schema";
import { loadWallets } from "./load-wallets";
import type { ConnectedWallet, WalletChoice, Wallets } from "./wallet-types";

type WalletsState = {
  wallets: Wallets | null;
  choices: WalletChoice[];
  current: ConnectedWallet | null;
  /** What was thrown if the wallet code could not be loaded. */
  failed: unknown;
};

/** The wallets that can be chosen and the one in use, kept up to date. Loads the wallet code as soon as `wanted`. */
export function useWallets(config: ClientConfig, wanted: boolean): WalletsState {
  const [state, setState] = useState<WalletsState>({ wallets: null, choices: [], current: null, failed: null });

  useEffect(() => {
    if (!wanted) return;
    let stop: (() => void) | undefined;
    let gone = false;
    loadWallets(config).then(
      (wallets) => {
        if (gone) return;
        const read = () => setState({ wallets, choices: wallets.choices(), current: wallets.current(), failed: null });
        stop = wallets.watch(read);
        read();
      },
      (error: unknown) => {
        if (!gone) setState((before) => ({ ...before, failed: error }));
      },
    );
    return () => {
      gone = true;
      stop?.();
    };
  }, [config, wanted]);

  return state;
}
