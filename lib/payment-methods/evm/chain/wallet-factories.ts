import "server-only";
import { settings } from "@/lib/settings/settings";
import type { Address } from "./networks";

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
