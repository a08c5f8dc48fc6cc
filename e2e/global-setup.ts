import { startStack } from "./stack";

/** One shop for all journeys; each makes its own files, wallets and browser. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const stack = await startStack();
  process.env.E2E_APP_URL = stack.app.url;
  process.env.E2E_RPC_URL = stack.chain.rpcUrl;
  process.env.E2E_DATA_DIR = stack.dataDir;
  return stack.stop;
}
