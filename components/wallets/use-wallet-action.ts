"use client";

import { useRef, useState } from "react";
import { useWords } from "#i18n";
import { wordsFor } from "@/components/http/request";
import type { ClientConfig } from "@/lib/client-config/schema";
import { loadWallets } from "./load-wallets";
import { WalletProblem } from "./wallet-error";
import type { ConnectedWallet, WalletChoice, Wallets } from "./wallet-types";
import { walletName, walletWords } from "./wallet-words";

type Trouble = { title: string; detail?: string };

type WalletActionState =
  | { step: "idle" }
  | { step: "loading" }
  | { step: "choosing" }
  | { step: "connecting"; wallet: string }
  /** The wallet is asking, or the server is working. */
  | { step: "working"; wallet: string }
  | { step: "failed"; trouble: Trouble };

/** An error before the wallet is asked, with a message for the person. */
export class ActionRefused extends Error {}

/**
 * An action that a person confirms with a wallet, step by step: find the previous wallet or choose one, then `act`.
 * Errors of `act` are shown, with a way to try again or to choose another wallet.
 *
 * @param onDone gets the result of `act`, unless the person has cancelled in the meantime
 */
export function useWalletAction<Done>(
  config: ClientConfig,
  act: (wallets: Wallets, wallet: ConnectedWallet) => Promise<Done>,
  onDone?: (done: Done) => void,
) {
  const t = useWords("wallets");
  const errors = useWords("errors");
  const [state, setState] = useState<WalletActionState>({ step: "idle" });
  // Incremented at each start and cancel: results of older attempts are dropped.
  const attempt = useRef(0);

  async function run(connect: (wallets: Wallets) => Promise<ConnectedWallet | null>) {
    attempt.current += 1;
    const mine = attempt.current;
    const show = (next: WalletActionState) => {
      if (attempt.current === mine) setState(next);
    };
    try {
      const wallets = await loadWallets(config);
      const wallet = await connect(wallets);
      if (!wallet) return show({ step: "choosing" });
      show({ step: "working", wallet: walletName(t, wallet) });
      if (attempt.current !== mine) return;
      const done = await act(wallets, wallet);
      if (attempt.current !== mine) return;
      setState({ step: "idle" });
      onDone?.(done);
    } catch (error) {
      if (error instanceof WalletProblem) return show({ step: "failed", trouble: walletWords(t, error.facts) });
      const title = error instanceof ActionRefused ? error.message : wordsFor(error, errors);
      show({ step: "failed", trouble: { title } });
    }
  }

  return {
    state,
    start() {
      setState({ step: "loading" });
      return run(async (wallets) => wallets.current() ?? (await wallets.reconnect()));
    },
    choose(choice: WalletChoice) {
      setState({ step: "connecting", wallet: walletName(t, choice) });
      return run((wallets) => wallets.connect(choice.id));
    },
    /** Forgets the wallet in use and shows the list. */
    async chooseAnother() {
      attempt.current += 1;
      setState({ step: "choosing" });
      await (await loadWallets(config)).disconnect();
    },
    cancel() {
      attempt.current += 1;
      setState({ step: "idle" });
    },
  };
}

export type WalletAction = ReturnType<typeof useWalletAction>;
