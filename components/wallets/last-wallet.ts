import { safeStorage } from "@/components/ui/safe-storage";

/** Names the wallet that was used last in this browser, so that the next visit finds it again. */
export const LAST_WALLET = "filekiosk.wallet";

/** True if a wallet was used in this browser: then it may tell which account it is on, without asking anything. */
export function hasUsedWallet(): boolean {
  return safeStorage("localStorage").getItem(LAST_WALLET) !== null;
}
