"use client";

import { useEffect } from "react";
import { useWallets } from "@/components/wallets/use-wallets";
import type { ClientConfig } from "@/lib/client-config/schema";
import type { Paid, PayVerbs } from "./pay-flow";
import type { PayState } from "./pay-machine";

/** While money is missing, the payment follows the account that the wallet is switched to. */
export function useAccount<Result extends Paid>(flow: PayVerbs<Result>, config: ClientConfig, state: PayState): void {
  const { current } = useWallets(config, state.step === "no-funds");
  const address = current?.address;
  useEffect(() => {
    if (address) void flow.accountChanged(address);
  }, [flow, address]);
}
