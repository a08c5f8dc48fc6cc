import { concatHex, createWalletClient, type Hex, http, publicActions, size, toHex } from "viem";
import type { Address } from "../lib/payment-methods/evm/chain/networks";
import type { TestChain } from "../test/chain";

/** Stands by every signature where gas costs nothing, as in a simulation, and runs in a circle in a block (ERC-1271). */
export const burnsInBlocks: Hex = "0x3a601257631626ba7e60e01b5f5260205ff35b601256";

export async function deployBurner(chain: TestChain): Promise<Address> {
  const client = createWalletClient({ account: chain.accounts.stranger, transport: http(chain.rpcUrl) }).extend(
    publicActions,
  );
  const length = toHex(size(burnsInBlocks), { size: 1 });
  // PUSH1 length, DUP1, PUSH1 9, PUSH0, CODECOPY, PUSH0, RETURN
  const data = concatHex(["0x60", length, "0x8060095f395ff3", burnsInBlocks]);
  const hash = await client.sendTransaction({ chain: null, data });
  const { contractAddress } = await client.waitForTransactionReceipt({ hash, pollingInterval: 20 });
  if (!contractAddress || (await client.getCode({ address: contractAddress })) !== burnsInBlocks) {
    throw new Error("the burner was not deployed as it should be");
  }
  return contractAddress;
}
