import type { FaucetResult } from "@/lib/devnet/schema";
import { type Run, say } from "./run";

/** Test money for the demo's seller. @throws Refused if the faucet gives none */
export async function fillDemoWallet({ session, account }: Run): Promise<void> {
  const { formatted, symbol } = await session.json<FaucetResult>("POST", "/api/devnet/faucet", {
    address: account.address,
  });
  say(`The demo wallet got ${formatted} ${symbol} of test money.`);
}
