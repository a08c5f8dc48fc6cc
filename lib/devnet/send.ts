import "server-only";
import { encodeFunctionData, type Hex, numberToHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { Address, Token } from "@/lib/payment-methods/evm/chain/networks";
import { usdcAbi } from "@/lib/payment-methods/evm/chain/usdc.abi";
import { perProcess } from "@/lib/process";
import { type DemoAccount, demoAccounts } from "./accounts";
import type { DevnetNode } from "./node";

type DevnetTransaction = { to?: Address; data: Hex };

/**
 * Mints USDC for real, by the minter's key.
 *
 * @param amount atomic units
 * @returns the transaction's hash, once it is in a block
 */
export async function mintUsdc(node: DevnetNode, token: Token, to: Address, amount: bigint): Promise<Hex> {
  const data = encodeFunctionData({ abi: usdcAbi, functionName: "mint", args: [to, amount] });
  const [hash] = await sendAll(node, demoAccounts.minter, [{ to: token.address, data }]);
  return hash as Hex;
}

/**
 * Signs and sends transactions in order and waits until all are in blocks. Callers wait for each other, so that no two
 * transactions of this process get the same nonce; if another process was faster, the next nonce is tried.
 *
 * @returns the transactions' hashes
 * @throws Error when one of them failed
 */
export function sendAll(node: DevnetNode, from: DemoAccount, transactions: DevnetTransaction[]): Promise<Hex[]> {
  const queues = perProcess("devnet-send", () => new Map<string, Promise<unknown>>());
  const key = `${node.rpcUrl} ${from.address}`;
  const before = queues.get(key) ?? Promise.resolve();
  const result = before.catch(() => {}).then(() => sendNow(node, from, transactions));
  queues.set(key, result);
  return result;
}

async function sendNow(node: DevnetNode, from: DemoAccount, transactions: DevnetTransaction[]): Promise<Hex[]> {
  const hashes: Hex[] = [];
  for (const transaction of transactions) hashes.push(await sendOne(node, from, transaction));
  for (const hash of hashes) {
    const receipt = await node.receipt(hash);
    if (receipt.status !== numberToHex(1)) throw new Error(`A transaction on the devnet failed: ${hash}`);
  }
  return hashes;
}

/**
 * A node's error for a transaction whose nonce another process has used. The node did not accept it; or if it knows it
 * already, the other process sent the same call, which counts once.
 */
const NONCE_TAKEN = /nonce too low|replacement transaction underpriced|already (?:imported|known)/i;
const MAX_ATTEMPTS = 20;

async function sendOne(node: DevnetNode, from: DemoAccount, transaction: DevnetTransaction): Promise<Hex> {
  const account = privateKeyToAccount(from.key);
  for (let attempt = 1; ; attempt += 1) {
    const signed = await account.signTransaction({
      ...transaction,
      type: "eip1559",
      chainId: node.chainId,
      nonce: Number(await node.rpc<Hex>("eth_getTransactionCount", [from.address, "pending"])),
      gas: 6_000_000n,
      maxFeePerGas: 100n * 10n ** 9n,
      maxPriorityFeePerGas: 10n ** 9n,
    });
    try {
      return await node.rpc<Hex>("eth_sendRawTransaction", [signed]);
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || !(error instanceof Error) || !NONCE_TAKEN.test(error.message)) throw error;
    }
  }
}
