/**
 * The networks and tokens Filekiosk knows: the only place with chain constants. Safe for the browser: no key, no RPC
 * URL of the operator's. Which of them are offered is the operator's setting (`NETWORKS`), and an operator may describe
 * more (`NETWORK_<chain id>`): the server looks those up by `findNetwork`, pages are told about the offered ones.
 */

export type Address = `0x${string}`;
type Caip2 = `eip155:${number}`;

export type Token = {
  address: Address;
  /** What people see: "USDC". */
  symbol: string;
  decimals: number;
  /** EIP-712 domain of the contract; differs per network. Compared with the contract when the program starts. */
  name: string;
  version: string;
};

/** From this price on (whole US dollars) so many blocks have to be on top of a payment's block. */
type ConfirmationStep = { fromUsd: number; blocks: number };

export type Network = {
  caip2: Caip2;
  chainId: number;
  name: string;
  testnet: boolean;
  /** The coin for fees, as wallets are told; always 18 decimals. Ether by default. */
  coin?: { name: string; symbol: string };
  token: Token;
  /** Blocks on top of a block before it counts as final. */
  confirmations: number;
  /** The blocks that a payment waits for before the file is sent: the highest step that the price reaches, else none. */
  confirmationsByPrice: readonly ConfirmationStep[];
  /** The most to pay per unit of gas, in gwei, unless the operator sets another cap (`MAX_FEE_PER_GAS`). */
  maxFeeGwei?: string;
  /**
   * The lowest price in USD where this server pays the fees, so that a settlement at the highest fee costs less than it
   * earns; 0.01 by default. The operator may set another one (`MIN_PRICE`).
   */
  lowestPrice?: string;
  /** Block explorer, without a trailing slash; absent on the devnet. */
  explorer?: string;
  /** The RPC URL for wallets that do not know the network yet: a public endpoint, never the operator's own. */
  walletRpcUrl?: string;
  /** Whether Base Account works there, and its new accounts can be deployed for about a cent. */
  baseAccount?: true;
};

export const DEVNET_CHAIN_ID = 31337;

/** `maxFeeGwei` of a network that has none. */
export const DEFAULT_MAX_FEE_GWEI = "1";

/** Where Multicall3 is on every public chain; tools expect it there. */
export const MULTICALL3_ADDRESS: Address = "0xcA11bde05977b3631167028862bE2a173976CA11";

/** More networks in one challenge would make its header too long for common proxies. */
export const MAX_NETWORKS = 5;

/** One sequencer orders the blocks of these chains: a reorganisation is rare, so only large sums wait. */
const sequenced = (perSecond: number): ConfirmationStep[] => [
  { fromUsd: 100, blocks: Math.ceil(5 * perSecond) },
  { fromUsd: 1_000, blocks: Math.ceil(20 * perSecond) },
];

export const networks: readonly Network[] = [
  {
    caip2: "eip155:8453",
    chainId: 8453,
    name: "Base",
    testnet: false,
    confirmations: 10,
    confirmationsByPrice: sequenced(0.5),
    // A settlement takes 103,000 gas: $0.009 at this fee with ether at $3,000.
    maxFeeGwei: "0.03",
    token: {
      address: "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913",
      symbol: "USDC",
      decimals: 6,
      name: "USD Coin",
      version: "2",
    },
    explorer: "https://basescan.org",
    walletRpcUrl: "https://mainnet.base.org",
    baseAccount: true,
  },
  {
    caip2: "eip155:84532",
    chainId: 84532,
    name: "Base Sepolia",
    testnet: true,
    confirmations: 10,
    confirmationsByPrice: sequenced(0.5),
    token: {
      address: "0x036CbD53842c5426634e7929541eC2318f3dCF7e",
      symbol: "USDC",
      decimals: 6,
      name: "USDC",
      version: "2",
    },
    explorer: "https://sepolia.basescan.org",
    walletRpcUrl: "https://sepolia.base.org",
    baseAccount: true,
  },
  {
    caip2: "eip155:137",
    chainId: 137,
    name: "Polygon",
    testnet: false,
    coin: { name: "POL", symbol: "POL" },
    confirmations: 64,
    // A few blocks are reorganised now and then.
    confirmationsByPrice: [
      { fromUsd: 0, blocks: 1 },
      { fromUsd: 10, blocks: 5 },
      { fromUsd: 100, blocks: 12 },
    ],
    // $0.016 with POL at $0.40.
    maxFeeGwei: "400",
    lowestPrice: "0.02",
    token: {
      address: "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359",
      symbol: "USDC",
      decimals: 6,
      name: "USD Coin",
      version: "2",
    },
    explorer: "https://polygonscan.com",
    walletRpcUrl: "https://polygon-rpc.com",
    baseAccount: true,
  },
  {
    caip2: "eip155:42161",
    chainId: 42161,
    name: "Arbitrum",
    testnet: false,
    confirmations: 120,
    confirmationsByPrice: sequenced(4),
    // $0.03 with ether at $3,000, and the fee of the layer below is included in gas.
    maxFeeGwei: "0.1",
    lowestPrice: "0.05",
    token: {
      address: "0xaf88d065e77c8cC2239327C5EDb3A432268e5831",
      symbol: "USDC",
      decimals: 6,
      name: "USD Coin",
      version: "2",
    },
    explorer: "https://arbiscan.io",
    walletRpcUrl: "https://arb1.arbitrum.io/rpc",
    baseAccount: true,
  },
  {
    caip2: "eip155:1",
    chainId: 1,
    name: "Ethereum",
    testnet: false,
    // Two epochs: finality.
    confirmations: 64,
    confirmationsByPrice: [
      { fromUsd: 0, blocks: 1 },
      { fromUsd: 100, blocks: 2 },
      { fromUsd: 1_000, blocks: 5 },
    ],
    // $3 with ether at $3,000: for large prices only.
    maxFeeGwei: "10",
    lowestPrice: "5",
    token: {
      address: "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48",
      symbol: "USDC",
      decimals: 6,
      name: "USD Coin",
      version: "2",
    },
    explorer: "https://etherscan.io",
    walletRpcUrl: "https://ethereum-rpc.publicnode.com",
  },
  {
    caip2: `eip155:${DEVNET_CHAIN_ID}`,
    chainId: DEVNET_CHAIN_ID,
    name: "Devnet",
    testnet: true,
    confirmations: 0,
    confirmationsByPrice: [],
    maxFeeGwei: "100",
    // Deployed by lib/devnet from an account that does nothing else, so that its address never changes.
    token: {
      address: "0xb19b36b1456E65E3A6D514D3F715f204BD59f431",
      symbol: "USDC",
      decimals: 6,
      name: "USD Coin",
      version: "2",
    },
    baseAccount: true,
  },
];

/** The network of the list above with this CAIP-2 id, or undefined. */
export function networkByCaip2(caip2: string): Network | undefined {
  return networks.find((network) => network.caip2 === caip2);
}

/** The network of the list above with this chain id, or undefined. */
export function networkByChainId(chainId: number): Network | undefined {
  return networks.find((network) => network.chainId === chainId);
}

/** The block explorer's page for a transaction, or undefined if there is no explorer. */
export function transactionUrl(network: Network, transaction: string): string | undefined {
  return network.explorer ? `${network.explorer}/tx/${transaction}` : undefined;
}
