import { createClient, custom, hashMessage, hashTypedData, type TypedDataDefinition } from "viem";
import { signMessage, signTypedData } from "viem/actions";
import { canonicalSignature } from "./canonical-signature";
import type { TameProvider } from "./tame-provider";
import { WalletProblem } from "./wallet-error";

type Hex = `0x${string}`;

/**
 * Signs with one account of a wallet.
 *
 * @throws WalletProblem `other-account` if the wallet no longer shares this account, before it is asked for anything
 */
export function signWith(provider: TameProvider, address: Hex) {
  // The wallet signs, or asks the person: never asked twice for one request.
  const client = createClient({ account: address, transport: custom(provider as never, { retryCount: 0 }) });

  async function isShared(networkName: string): Promise<void> {
    const accounts = (await provider.request({ method: "eth_accounts" }).catch(() => [])) as Hex[];
    // Some list none while they are locked, and ask the person to unlock them when they are to sign.
    if (accounts.length === 0 || accounts.some((one) => one.toLowerCase() === address.toLowerCase())) return;
    throw new WalletProblem({ kind: "other-account", task: "sign", networkName });
  }

  return {
    async typedData(document: TypedDataDefinition, networkName: string): Promise<Hex> {
      await isShared(networkName);
      const signature = await signTypedData(client, { ...document, account: address } as never);
      return canonicalSignature(signature, { address, hash: async () => hashTypedData(document) });
    },
    async message(message: string, networkName: string): Promise<Hex> {
      await isShared(networkName);
      const signature = await signMessage(client, { message, account: address });
      return canonicalSignature(signature, { address, hash: async () => hashMessage(message) });
    },
  };
}
