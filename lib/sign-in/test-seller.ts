import "server-only";
import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { derivedKey } from "@/lib/settings/derived-key";

/**
 * The wallet that sells in `npm run doctor -- --sale`. Its key comes from the session secret, so that it is the same in every
 * run: what an interrupted run left in it can still be refunded, and no key has to be kept. A program that has the secret
 * can sign in as any seller anyway.
 *
 * @param secret the session secret of the settings by default
 */
export function testSeller(secret?: string): PrivateKeyAccount {
  return privateKeyToAccount(`0x${derivedKey("test sale", secret).toString("hex")}`);
}
