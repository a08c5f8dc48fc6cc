import { createWalletClient, encodeFunctionData, http, parseGwei } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { usdcAbi } from "../lib/payment-methods/evm/chain/usdc.abi";
import { startTestChain, type TestChain } from "../test/chain";
import { deploySafeContracts } from "../test/safe";
import { burnsInBlocks, deployBurner } from "./burner";
import { reader } from "./chain-tools";
import type { Result } from "./run";
import { readWaste } from "./waste";
import type { World } from "./world";

let chain: TestChain;
beforeAll(async () => {
  chain = await startTestChain();
});
afterAll(() => chain?.stop());

/** A transaction of the gas account; resolves with what it cost, in wei. */
async function pay(to: `0x${string}`, data: `0x${string}`, gas: bigint): Promise<bigint> {
  const wallet = createWalletClient({ account: chain.accounts.gas, transport: http(chain.rpcUrl) });
  const hash = await wallet.sendTransaction({ chain: null, to, data, gas, maxFeePerGas: parseGwei("4") });
  const receipt = await reader(chain).waitForTransactionReceipt({ hash });
  return receipt.gasUsed * receipt.effectiveGasPrice;
}

function refusedTransfer(from: `0x${string}`) {
  const zero = `0x${"0".repeat(64)}` as const;
  const args = [from, chain.accounts.seller.address, 1n, 0n, 2n ** 40n, zero, "0x"] as const;
  return encodeFunctionData({ abi: usdcAbi, functionName: "transferWithAuthorization", args });
}

it("reads what the gas account lost from the blocks, by what the payer is", async () => {
  const safe = await deploySafeContracts(chain);
  const [key, made] = [privateKeyToAccount(generatePrivateKey()), await safe.newWallet()];
  const burner = await deployBurner(chain);
  const token = chain.network.token.address;
  const byKey = await pay(token, refusedTransfer(key.address), 150_000n);
  const byCode = await pay(token, refusedTransfer(burner), 200_000n);
  const byMaking = await pay(safe.factory, made.factoryData, 500_000n);
  // An account nonce that is filled settles nothing and is nobody's doing.
  await pay(chain.accounts.gas.address, "0x", 21_000n);
  const results = [
    { buyer: { account: key }, kind: { wastes: "keys" } },
    { buyer: { account: { address: burner } }, kind: { wastes: "coded" } },
    { buyer: { account: made }, kind: { wastes: "coded" } },
  ] as unknown as Result[];
  expect(await readWaste({ chain } as World, results)).toEqual({
    keys: { lost: byKey, transactions: 1 },
    coded: { lost: byCode + byMaking, transactions: 2 },
  });
  expect(await reader(chain).getCode({ address: burner })).toBe(burnsInBlocks);
});
