import "server-only";
import { privateKeyToAccount } from "viem/accounts";
import type { Check } from "@/lib/doctor/check";
import { fine, trouble } from "@/lib/doctor/finding";

/** Earnings do not belong into a wallet whose key is on the server. */
export const storageEarnings: Check = {
  name: "storage-earnings",
  run({ settings: { storage, facilitators } }) {
    if (storage === null) return [];
    const isGasAccount = Object.values(facilitators).some(
      (choice) =>
        choice.kind === "embedded" && privateKeyToAccount(choice.gasKey).address.toLowerCase() === storage.payTo,
    );
    if (!isGasAccount) return [fine("storage-earnings", `Storage is paid to ${storage.payTo}.`)];
    return [
      trouble("storage-paid-to-gas-account", {
        about: "STORAGE_PAY_TO",
        words:
          "Storage is paid to the gas account. Its key is on this machine, so that whoever gets in there gets your earnings, too.",
        fix: "Set STORAGE_PAY_TO to a wallet whose key is not on this machine.",
      }),
    ];
  },
};
