import "server-only";
import { settings } from "@/lib/settings/settings";
import { type Address, DEVNET_CHAIN_ID } from "./networks";

/**
 * Factories of widely used wallets. Each deploys a wallet whose address depends on its owner, does nothing else with
 * its caller, and has the same address on every chain that has it, since the address follows from the code (CREATE2).
 * Sources: coinbase/smart-wallet (releases 1.0 and 1.1), safe-global/safe-deployments (proxy factories 1.3.0, 1.4.1,
 * 1.5.0).
 */
const wellKnown: readonly Address[] = [
  "0x0ba5ed0c6aa8c49038f819e587e2633c4a9f428a",
  "0xba5ed110efdba3d005bfc882d75358acbbb85842",
  "0xa6b71e26c5e0845f74c812102ca7114b6a896ab2",
  "0xc22834581ebc8527d974f8a1c97e1bea4ef910bc",
  "0x4e1dcf7ad4e460cfd30791ccc4f9c8a4f820ec67",
  "0x14f2982d601c9458f93bd70b218933a6f8165e7b",
];

/**
 * Where deploying a wallet costs about a cent: Base, Base Sepolia, Polygon, Arbitrum. Elsewhere only if the operator lists one.
 */
const cheap: ReadonlySet<number> = new Set([8453, 84532, 137, 42161]);

/** The factories (lower case) that the gas account may call on a chain to deploy a payer's wallet (ERC-6492). */
export function walletFactories(chainId: number): readonly Address[] {
  const chosen = settings().walletFactories;
  if (chosen) return [...chosen.every, ...(chosen.byChain[chainId] ?? [])];
  return cheap.has(chainId) ? wellKnown : [];
}

/**
 * Of the accounts that Base Account makes today (coinbase/smart-wallet 1.1). On the devnet another wallet plays it.
 */
const BASE_ACCOUNT_FACTORY: Address = "0xba5ed110efdba3d005bfc882d75358acbbb85842";

/**
 * A network's lowest price is above the cost of one settlement; with the deployment of the payer's wallet it may cost this many
 * times that. `embedded.test.ts` compares it with the limits of gas.
 */
export const DEPLOYMENT_IN_SETTLEMENTS = 9n;

/** The lowest price (micro-USD) at which this server deploys a payer's wallet by this factory (lower case); null for never. */
export function deploysFromPrice(chainId: number, factory: Address): bigint | null {
  if (!walletFactories(chainId).includes(factory)) return null;
  return (settings().lowestPrices[chainId] ?? 0n) * DEPLOYMENT_IN_SETTLEMENTS;
}

/**
 * The lowest price (micro-USD) that a new Base Account can pay on an offered network: its first payment makes the account. Null
 * for never, 0 where a remote facilitator decides.
 */
export function newAccountFromPrice(chainId: number): bigint | null {
  if (settings().facilitators[chainId]?.kind === "remote") return 0n;
  const factory = chainId === DEVNET_CHAIN_ID ? walletFactories(chainId)[0] : BASE_ACCOUNT_FACTORY;
  return factory ? deploysFromPrice(chainId, factory) : null;
}
