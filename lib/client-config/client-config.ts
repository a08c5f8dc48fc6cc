import "server-only";

import { newAccountFromPrice } from "@/lib/payment-methods/evm/chain/wallet-factories";
import { settings } from "@/lib/settings/settings";
import type { Cheapest, ClientConfig } from "./schema";

/** The settings that the browser may see. Each field is named here, so that a new setting stays private by default. */
export function clientConfig(): ClientConfig {
  const known = settings();
  return {
    appUrl: known.appUrl,
    networks: known.networks,
    devnet: known.devnet,
    walletConnectProjectId: known.walletConnectProjectId,
    baseAccountUrl: known.baseAccountUrl,
    cheapest: Object.fromEntries(known.networks.map(({ chainId }) => [chainId, cheapest(chainId)])),
    onrampUrl: known.onrampUrl,
    offrampUrl: known.offrampUrl,
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

function cheapest(chainId: number): Cheapest {
  const usual = settings().lowestPrices[chainId] ?? 0n;
  const newAccount = newAccountFromPrice(chainId);
  return { usual: String(usual), newAccount: newAccount === null ? null : String(newAccount) };
}
