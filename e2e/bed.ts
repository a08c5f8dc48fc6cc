import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { numberToHex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { TestChain } from "../test/chain";
import { type Seller, signInSeller } from "./seller";
import { type App, startApp } from "./stack";

/** The production build, configured for the network that a local chain plays as an operator would do it. */
export type Bed = { chain: TestChain; app: App; seller: Seller; stop(): Promise<void> };

export const newAccount = () => {
  const key = generatePrivateKey();
  return { ...privateKeyToAccount(key), key };
};

export async function makeBed(chain: TestChain, env: Record<string, string> = {}): Promise<Bed> {
  const dataDir = mkdtempSync(join(tmpdir(), "filekiosk-bed-"));
  const gas = newAccount();
  await chain.rpc("anvil_setBalance", [gas.address, numberToHex(10n ** 18n)]);
  const app = await startApp({
    NETWORKS: `eip155:${chain.chainId}`,
    [`RPC_URL_${chain.chainId}`]: chain.rpcUrl,
    GAS_KEY: gas.key,
    // anvil asks a hundred times the fee that these networks ask.
    MAX_FEE_PER_GAS: "100",
    SESSION_SECRET: randomBytes(32).toString("hex"),
    DATA_DIR: dataDir,
    MIN_FREE_SPACE: "1MB",
    ...env,
  });
  const seller = await signInSeller(env.APP_URL ?? app.url, newAccount(), chain.chainId);
  return {
    chain,
    app,
    seller,
    async stop() {
      await app.stop();
      await chain.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
