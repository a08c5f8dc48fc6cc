import { concatHex, createWalletClient, type Hex, http, publicActions } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import type { Address } from "../lib/payment-methods/evm/chain/networks";
import type { TestChain } from "./chain";

/**
 * Code that confirms the signatures of the key whose address it runs at (ERC-1271), and reverts on every other question:
 * selector, then ecrecover of (hash, signature), then the magic value times whether that is its own address.
 */
export const confirmsOwnKey: Hex = concatHex([
  "0x5f3560e01c631626ba7e146011575f5ffd",
  "0x5b6004355f5260a4355f1a60205260643560405260843560605260205f60805f60015afa50",
  "0x5f513014631626ba7e0260e01b5f5260205ff3",
]);

/** Delegates a plain key's address to a contract by a transaction of type 4 (EIP-7702). */
export async function delegate(
  chain: TestChain,
  key: PrivateKeyAccount,
  contractAddress: Address,
  sender: PrivateKeyAccount = chain.accounts.stranger,
): Promise<void> {
  const client = createWalletClient({ account: sender, transport: http(chain.rpcUrl) }).extend(publicActions);
  const authorization = await client.signAuthorization({ account: key, contractAddress });
  const hash = await client.sendTransaction({
    chain: null,
    to: key.address,
    authorizationList: [authorization],
    gas: 100_000n,
  });
  const receipt = await client.waitForTransactionReceipt({ hash, pollingInterval: 20 });
  const code = await client.getCode({ address: key.address });
  if (!code?.startsWith("0xef0100")) throw new Error(`not delegated: ${receipt.status} ${code}`);
}
