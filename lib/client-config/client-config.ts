import "server-only";

import { settings } from "@/lib/settings/settings";
import type { ClientConfig } from "./schema";

/** The settings that the browser may see. Each field is named here, so that a new setting stays private by default. */
export function clientConfig(): ClientConfig {
  const known = settings();
  return {
    appUrl: known.appUrl,
    networks: known.networks,
    devnet: known.devnet,
    walletConnectProjectId: known.walletConnectProjectId,
    maxFileSize: known.maxFileSize,
    minPriceMicroUsd: known.minPriceMicroUsd.toString(),
    operatorName: known.operatorName,
    operatorContact: known.operatorContact,
    termsUrl: known.termsUrl,
    sellPath: known.sellers === "open" ? "/" : "/sell",
    storage: known.storage && {
      rateMicroUsd: known.storage.rateMicroUsd.toString(),
      maxDays: known.storage.maxDays,
    },
    sendsMail: known.smtpUrl !== undefined,
  };
}
