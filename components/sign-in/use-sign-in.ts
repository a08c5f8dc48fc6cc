"use client";

import { useWalletAction, type WalletAction } from "@/components/wallets/use-wallet-action";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { Session } from "@/lib/sign-in/schema";
import { type SignInDoor, signIn } from "./sign-in";

/** Connecting a wallet and signing in, step by step, for `SignInSteps` and its callers. */
export function useSignIn(
  config: ClientConfig,
  onSignedIn: (session: Session) => void,
  door?: SignInDoor,
): WalletAction {
  return useWalletAction(config, (signer, wallet) => signIn(signer, wallet, config, door), onSignedIn);
}
