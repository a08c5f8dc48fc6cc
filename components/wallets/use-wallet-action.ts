"use client";

import { useEffect, useRef, useState } from "react";
import { useWords } from "#i18n";
import { CookiesNeeded } from "@/components/http/cookies";
import { wordsFor } from "@/components/http/request";
import { isPartMissing, whyMissing } from "@/components/ui/missing-part";
import type { ClientConfig } from "@/lib/client-config/schema";
import { loadWallets } from "./load-wallets";
import { Left, WalletProblem } from "./wallet-error";
import type { ConnectedWallet, Signer, WalletChoice, Wallets } from "./wallet-types";
import { cookieWords, walletName, walletWords } from "./wallet-words";

type Trouble = {
  title: string;
  detail?: string;
  /** The wallet's own words. */
  said?: string | null;
  /** True if only a reload helps: a part of the page is gone since an update of the server. */
  updated?: boolean;
};

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
 * Errors of `act` are shown, with a way to try again or to choose another wallet. What a wallet answers after the person has
 * canceled or left the page's part counts for nothing: the signer of `act` drops it.
 *
 * @param onDone gets the result of `act`, unless the person has cancelled in the meantime
 */
export function useWalletAction<Done>(
  config: ClientConfig,
  act: (signer: Signer, wallet: ConnectedWallet) => Promise<Done>,
  onDone?: (done: Done) => void,
) {
  const t = useWords("wallets");
  const errors = useWords("errors");
  const [state, setState] = useState<WalletActionState>({ step: "idle" });
  // Incremented at each start and cancel: results of older attempts are dropped.
  const attempt = useRef(0);
  useEffect(
    () => () => {
      attempt.current += 1;
    },
    [],
  );

  async function run(connect: (wallets: Wallets) => Promise<ConnectedWallet | null>) {
    attempt.current += 1;
    const mine = attempt.current;
    const isWanted = () => attempt.current === mine;
    const show = (next: WalletActionState) => {
      if (isWanted()) setState(next);
    };
    try {
      const wallets = await loadWallets(config);
      const wallet = await connect(wallets);
      if (!wallet) return show({ step: "choosing" });
      show({ step: "working", wallet: walletName(t, wallet) });
      if (!isWanted()) return;
      const done = await act(wallets.signer(wallet, isWanted), wallet);
      if (!isWanted()) return;
      setState({ step: "idle" });
      onDone?.(done);
    } catch (error) {
      if (error instanceof Left) return;
      if (error instanceof CookiesNeeded) return show({ step: "failed", trouble: cookieWords(t) });
      if (error instanceof WalletProblem) return show({ step: "failed", trouble: walletWords(t, error.facts) });
      if (isPartMissing(error)) return show({ step: "failed", trouble: await partTrouble(error) });
      const title = error instanceof ActionRefused ? error.message : wordsFor(error, errors);
      show({ step: "failed", trouble: { title } });
    }
  }

  async function partTrouble(error: unknown): Promise<Trouble> {
    const updated = (await whyMissing(error)) === "update";
    return { title: t("partMissing"), detail: updated ? undefined : t("partMissingDetail"), updated };
  }

  return {
    state,
    start() {
      setState({ step: "loading" });
      return run((wallets) => wallets.reconnect());
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
