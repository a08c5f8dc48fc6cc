"use client";

import { useRef, useState } from "react";
import { useWords } from "#i18n";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { Session } from "@/lib/sign-in/schema";
import { wordsFor } from "../http/request";
import { loadWallets } from "../wallets/load-wallets";
import { WalletProblem } from "../wallets/wallet-error";
import type { ConnectedWallet, WalletChoice, Wallets } from "../wallets/wallet-types";
import { walletName, walletWords } from "../wallets/wallet-words";
import { signIn } from "./sign-in";

type Trouble = { title: string; detail?: string };

export type SignInState =
  | { step: "idle" }
  | { step: "loading" }
  | { step: "choosing"; trouble: Trouble | null }
  | { step: "connecting"; wallet: string }
  | { step: "signing"; wallet: string }
  | { step: "failed"; trouble: Trouble };

/** Connecting a wallet and signing in, step by step, for `SignInDialog` and whoever waits for it. */
export function useSignIn(config: ClientConfig, onSignedIn: (session: Session) => void, door?: string) {
  const errors = useWords("errors");
  const t = useWords("wallets");
  const [state, setState] = useState<SignInState>({ step: "idle" });
  // Raised at each start and cancel: what an older attempt still brings is dropped.
  const attempt = useRef(0);

  async function run(connect: (wallets: Wallets) => Promise<ConnectedWallet | null>) {
    attempt.current += 1;
    const mine = attempt.current;
    const show = (next: SignInState) => {
      if (attempt.current === mine) setState(next);
    };
    try {
      const wallets = await loadWallets(config);
      const wallet = await connect(wallets);
      if (!wallet) return show({ step: "choosing", trouble: null });
      show({ step: "signing", wallet: walletName(t, wallet) });
      if (attempt.current !== mine) return;
      const session = await signIn(wallets, wallet, config, door);
      if (attempt.current !== mine) return;
      setState({ step: "idle" });
      onSignedIn(session);
    } catch (error) {
      const trouble = error instanceof WalletProblem ? walletWords(t, error.facts) : { title: wordsFor(error, errors) };
      show({ step: "failed", trouble });
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
      setState({ step: "choosing", trouble: null });
      await (await loadWallets(config)).disconnect();
    },
    cancel() {
      attempt.current += 1;
      setState({ step: "idle" });
    },
  };
}

export type SignIn = ReturnType<typeof useSignIn>;
