import "server-only";
import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { encodeFunctionData, type Hex, numberToHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { Address, Token } from "@/lib/payment-methods/evm/chain/networks";
import { usdcAbi } from "@/lib/payment-methods/evm/chain/usdc.abi";
import { perProcess } from "@/lib/process";
import { type DemoAccount, demoAccounts } from "./accounts";
import type { DevnetNode } from "./node";

type DevnetTransaction = { to?: Address; data: Hex };

const BLOCK_TIMEOUT_MS = 20_000;

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
  const sent: Sent[] = [];
  for (const transaction of transactions) sent.push(await sendOne(node, from, transaction));
  const hashes: Hex[] = [];
  for (const [index, transaction] of transactions.entries()) {
    hashes.push(await untilInBlock(node, from, transaction, sent[index] as Sent));
  }
  return hashes;
}

type Sent = { hash: Hex; nonce: number };

/** A node's error for a transaction whose nonce another process has used. The node did not accept it. */
const NONCE_TAKEN = /nonce too low|replacement transaction underpriced|already (?:imported|known)/i;
const MAX_ATTEMPTS = 20;

async function sendOne(node: DevnetNode, from: DemoAccount, transaction: DevnetTransaction): Promise<Sent> {
  const account = privateKeyToAccount(from.key);
  for (let attempt = 1; ; attempt += 1) {
    const nonce = await transactionCount(node, from, "pending");
    const signed = await account.signTransaction({
      ...transaction,
      type: "eip1559",
      chainId: node.chainId,
      nonce,
      // Never the same twice: otherwise two processes that send the same call at one nonce share one transaction.
      gas: 6_000_000n + BigInt(randomInt(1_000_000)),
      maxFeePerGas: 100n * 10n ** 9n,
      maxPriorityFeePerGas: 10n ** 9n,
    });
    try {
      return { hash: await node.rpc<Hex>("eth_sendRawTransaction", [signed]), nonce };
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || !(error instanceof Error) || !NONCE_TAKEN.test(error.message)) throw error;
    }
  }
}

/** Waits for a transaction's block. If the node took it although its nonce was just used, it is sent again. */
async function untilInBlock(
  node: DevnetNode,
  from: DemoAccount,
  transaction: DevnetTransaction,
  sent: Sent,
): Promise<Hex> {
  const deadline = Date.now() + BLOCK_TIMEOUT_MS;
  for (let current = sent; ; ) {
    const { hash } = current;
    const receipt = await node.rpc<{ status: Hex } | null>("eth_getTransactionReceipt", [hash]);
    if (receipt?.status === numberToHex(1)) return hash;
    if (receipt) throw new Error(`A transaction on the devnet failed: ${hash}`);
    if (Date.now() > deadline) throw new Error(`The devnet's node did not take the transaction ${hash} in time.`);
    const there = await findInBlocks(node, from, current);
    if (there !== null && there !== hash) current = await sendOne(node, from, transaction);
    else await sleep(10);
  }
}

/**
 * The hash of the transaction that used the nonce of one that was sent. It is looked up in the blocks: anvil counts a
 * transaction before it has its receipt, so that a used nonce without a receipt does not say whose it was.
 *
 * @returns null while there is none
 */
async function findInBlocks(node: DevnetNode, from: DemoAccount, { nonce }: Sent): Promise<Hex | null> {
  if ((await transactionCount(node, from, "latest")) <= nonce) return null;
  const newest = Number(await node.rpc<Hex>("eth_blockNumber"));
  for (let number = newest; number >= 0; number -= 1) {
    const block = await node.rpc<Block | null>("eth_getBlockByNumber", [numberToHex(number), true]);
    const ofSender = block?.transactions.filter((one) => one.from.toLowerCase() === from.address.toLowerCase()) ?? [];
    const there = ofSender.find((one) => Number(one.nonce) === nonce);
    if (there) return there.hash;
    // All before it are older still.
    if (ofSender.some((one) => Number(one.nonce) < nonce)) return null;
  }
  return null;
}

type Block = { transactions: { hash: Hex; from: Hex; nonce: Hex }[] };

async function transactionCount(node: DevnetNode, from: DemoAccount, block: "pending" | "latest"): Promise<number> {
  return Number(await node.rpc<Hex>("eth_getTransactionCount", [from.address, block]));
}
