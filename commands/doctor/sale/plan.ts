import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { UsageError } from "@/commands/arguments";
import { readPayerKey } from "@/commands/payer-key";
import { demoAccounts } from "@/lib/devnet/accounts";
import { formatAtomic, microUsdToAtomic } from "@/lib/money";
import type { Network } from "@/lib/payment-methods/evm/chain/networks";
import { readBalance } from "@/lib/payment-methods/evm/chain/token";
import type { Settings } from "@/lib/settings/shape";
import { testSeller } from "@/lib/sign-in/test-seller";

/** Where the lowest price is free, which needs no payment. */
const CENT = 10_000n;

/** One purchase, and its refund. */
export type Purchase = {
  network: Network;
  priceMicroUsd: bigint;
  /** Atomic units of the network's token. */
  amount: bigint;
  /** Likewise, what the buyer has; null if no node tells. */
  balance: bigint | null;
};

export type Plan = {
  appUrl: string;
  key: `0x${string}`;
  seller: PrivateKeyAccount;
  /** One for each offered network. */
  purchases: Purchase[];
};

/**
 * What the test sale would pay. Reads balances, and moves nothing.
 *
 * @throws UsageError without a buyer's key
 */
export async function planSale(settings: Settings, env: Record<string, string | undefined>): Promise<Plan> {
  const key = readPayerKey(env) ?? (settings.devnet ? demoAccounts.buyer.key : null);
  if (!key) {
    throw new UsageError(
      "--sale needs a wallet that pays: put its private key into a file, and name that with PAYER_KEY_FILE.",
    );
  }
  const { address } = privateKeyToAccount(key);
  const purchases = settings.networks.map(async (network): Promise<Purchase> => {
    const priceMicroUsd = settings.lowestPrices[network.chainId] || CENT;
    const amount = microUsdToAtomic(priceMicroUsd, network.token.decimals);
    return { network, priceMicroUsd, amount, balance: await readBalance(network, address).catch(() => null) };
  });
  const seller = testSeller(settings.sessionSecret);
  return { appUrl: settings.appUrl, key, seller, purchases: await Promise.all(purchases) };
}

/** False if the wallet certainly lacks the money. */
export function isFunded({ amount, balance }: Purchase): boolean {
  return balance === null || balance >= amount;
}

/** Amount and token, for display. */
export function priceOf({ amount, network: { token } }: Purchase): string {
  return `${formatAtomic(amount, token.decimals)} ${token.symbol}`;
}

/** For the operator, before any money moves. */
export function describePlan({ key, seller, purchases }: Plan): string {
  const buyer = privateKeyToAccount(key).address;
  const lines = purchases.map((purchase) => `  ${priceOf(purchase)} on ${purchase.network.name}${has(purchase)}`);
  return [
    `The test sale buys a file of its own and refunds it, on each network:`,
    ...lines,
    `from the wallet of PAYER_KEY, ${buyer}, to ${seller.address}, and back.`,
    "The gas of both is spent. Each transfer waits until its network is certain: half a minute on most, a quarter of an hour on Ethereum.",
  ].join("\n");
}

function has({ balance, network: { token } }: Purchase): string {
  return balance === null ? "" : ` (the wallet has ${formatAtomic(balance, token.decimals)})`;
}
