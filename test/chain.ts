import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { demoAccounts } from "../lib/devnet/accounts";
import { startAnvil } from "../lib/devnet/anvil";
import { connectDevnet, type DevnetNode } from "../lib/devnet/node";
import { prepareDevnet, readUsdcBalance } from "../lib/devnet/prepare";
import { mintUsdc } from "../lib/devnet/send";
import {
  type Address,
  DEVNET_CHAIN_ID,
  type Network,
  networkByChainId,
} from "../lib/payment-methods/evm/chain/networks";

export type TestAccount = PrivateKeyAccount & { key: `0x${string}` };

export type TestChain = {
  rpcUrl: string;
  chainId: number;
  /** The network of `networks.ts` with this chain id; its token is on the chain. */
  network: Network;
  /** All have gas; `buyer` has $1,000, the others have no dollar until `fund` gives them some. */
  accounts: Record<"deployer" | "gas" | "seller" | "buyer" | "stranger" | "owner", TestAccount>;
  /** Mints USDC (atomic units) to an address. */
  fund(address: Address, amount: bigint): Promise<void>;
  /** USDC balance in atomic units. */
  usdcBalance(address: Address): Promise<bigint>;
  /** Makes one block, `seconds` after the newest one when given. */
  mine(seconds?: number): Promise<void>;
  /** Raw JSON-RPC, admin methods included. */
  rpc: DevnetNode["rpc"];
  /** Stops the node; `kill` does it without a clean shutdown. */
  stop(): Promise<void>;
  pid: number;
};

export type TestChainOptions = {
  /**
   * 31337 by default. A public network's id plays that network: the same USDC code then sits at that network's token
   * address under that network's token name, so that clients with their default settings can be tried offline.
   */
  chainId?: number;
  /** A network that is in no list, as an operator may describe one. */
  network?: Network;
  /** Blocks whose state is kept; for a chain that is reorganised, more than it will make. */
  keptStates?: number;
};

/** A separate real chain for a test: anvil on a free port, with Circle's USDC and Multicall3. Up in less than a second. */
export async function startTestChain(options: TestChainOptions = {}): Promise<TestChain> {
  const chainId = options.network?.chainId ?? options.chainId ?? DEVNET_CHAIN_ID;
  const network = options.network ?? networkByChainId(chainId);
  if (!network) throw new Error(`no network with chain id ${chainId}`);
  const anvil = await startAnvil({ chainId, keptStates: options.keptStates });
  await prepareDevnet(anvil.rpcUrl, { network });
  const node = await connectDevnet(anvil.rpcUrl);
  const { token } = network;
  return {
    rpcUrl: anvil.rpcUrl,
    chainId,
    network,
    accounts: {
      deployer: account("deployer"),
      gas: account("gas"),
      seller: account("seller"),
      buyer: account("buyer"),
      stranger: account("stranger"),
      owner: account("owner"),
    },
    async fund(address, amount) {
      await mintUsdc(node, token, address, amount);
    },
    usdcBalance: (address) => readUsdcBalance(node, token, address),
    async mine(seconds) {
      if (seconds !== undefined) await node.rpc("evm_increaseTime", [seconds]);
      await node.rpc("evm_mine");
    },
    rpc: node.rpc,
    stop: anvil.stop,
    pid: anvil.pid,
  };
}

function account(name: keyof typeof demoAccounts): TestAccount {
  const { key } = demoAccounts[name];
  return { ...privateKeyToAccount(key), key };
}
