/**
 * The networks and tokens Filekiosk knows: the only place with chain constants. Safe for the browser: no key, no RPC
 * URL of the operator's. Which of them are offered is the operator's setting (`NETWORKS`).
 */

export type Address = `0x${string}`;
export type Caip2 = `eip155:${number}`;

export type Token = {
  address: Address;
  /** What people see: "USDC". */
  symbol: string;
  decimals: number;
  /** EIP-712 domain of the contract; differs per network. Compared with the contract when the program starts. */
  name: string;
  version: string;
};

export type Network = {
  caip2: Caip2;
  chainId: number;
  name: string;
  testnet: boolean;
  token: Token;
  /** Blocks on top of one before it counts as certain that it stays. */
  confirmations: number;
  /** The most to pay per unit of gas, in gwei, unless the operator says otherwise (`MAX_FEE_PER_GAS`). Default 1. */
  maxFeeGwei?: string;
  /** Block explorer, without a trailing slash; absent on the devnet. */
  explorer?: string;
  /** What a wallet is told when it does not know the network yet: a public endpoint, never the operator's own. */
  walletRpcUrl?: string;
};

export const DEVNET_CHAIN_ID = 31337;

export const networks: readonly Network[] = [
  {
    caip2: "eip155:8453",
    chainId: 8453,
    name: "Base",
    testnet: false,
    confirmations: 10,
    // 103,000 gas at this fee is about $0.03 with ether at $3,000.
    maxFeeGwei: "0.1",
    token: {
      address: "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913",
      symbol: "USDC",
      decimals: 6,
      name: "USD Coin",
      version: "2",
    },
    explorer: "https://basescan.org",
    walletRpcUrl: "https://mainnet.base.org",
  },
  {
    caip2: "eip155:84532",
    chainId: 84532,
    name: "Base Sepolia",
    testnet: true,
    confirmations: 10,
    token: {
      address: "0x036CbD53842c5426634e7929541eC2318f3dCF7e",
      symbol: "USDC",
      decimals: 6,
      name: "USDC",
      version: "2",
    },
    explorer: "https://sepolia.basescan.org",
    walletRpcUrl: "https://sepolia.base.org",
  },
  {
    caip2: `eip155:${DEVNET_CHAIN_ID}`,
    chainId: DEVNET_CHAIN_ID,
    name: "Devnet",
    testnet: true,
    confirmations: 0,
    maxFeeGwei: "100",
    // Deployed by lib/devnet from an account that does nothing else, so that its address never changes.
    token: {
      address: "0xb19b36b1456E65E3A6D514D3F715f204BD59f431",
      symbol: "USDC",
      decimals: 6,
      name: "USD Coin",
      version: "2",
    },
  },
];

/** The network with this CAIP-2 id, or undefined. */
export function networkByCaip2(caip2: string): Network | undefined {
  return networks.find((network) => network.caip2 === caip2);
}

/** The network with this chain id, or undefined. */
export function networkByChainId(chainId: number): Network | undefined {
  return networks.find((network) => network.chainId === chainId);
}

/** Where people look at a transaction, or undefined where there is no explorer. */
export function transactionUrl(network: Network, transaction: string): string | undefined {
  return network.explorer ? `${network.explorer}/tx/${transaction}` : undefined;
}
