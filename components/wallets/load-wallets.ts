import type { ClientConfig } from "@/lib/client-config/schema";
import type { Wallets } from "./wallet-types";

let loading: Promise<Wallets> | undefined;

/** Loads the wallet code at the first call and returns the same wallets from then on. A failed load may be tried again. */
export function loadWallets(settings: ClientConfig): Promise<Wallets> {
  loading ??= import("./wallets")
    .then(({ createWallets }) => createWallets(settings))
    .catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
  return loading;
}
