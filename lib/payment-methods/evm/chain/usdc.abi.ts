/**
 * The parts of Circle's FiatTokenV2_2 that Filekiosk calls and reads: ERC-20, EIP-3009 and EIP-712.
 * `as const`, so that viem infers arguments and results. Safe for the browser.
 */

const address = (name: string) => ({ name, type: "address" }) as const;
const uint = (name: string) => ({ name, type: "uint256" }) as const;
const bytes32 = (name: string) => ({ name, type: "bytes32" }) as const;

const authorization = [
  address("from"),
  address("to"),
  uint("value"),
  uint("validAfter"),
  uint("validBefore"),
  bytes32("nonce"),
] as const;
const signatureBytes = { name: "signature", type: "bytes" } as const;
const vrs = [{ name: "v", type: "uint8" }, bytes32("r"), bytes32("s")] as const;

export const usdcAbi = [
  // ERC-20 and the token's metadata
  { type: "function", name: "name", stateMutability: "view", inputs: [], outputs: [{ type: "string" }] },
  { type: "function", name: "version", stateMutability: "view", inputs: [], outputs: [{ type: "string" }] },
  { type: "function", name: "symbol", stateMutability: "view", inputs: [], outputs: [{ type: "string" }] },
  { type: "function", name: "decimals", stateMutability: "view", inputs: [], outputs: [{ type: "uint8" }] },
  { type: "function", name: "DOMAIN_SEPARATOR", stateMutability: "view", inputs: [], outputs: [{ type: "bytes32" }] },
  {
    type: "function",
    name: "balanceOf",
    stateMutability: "view",
    inputs: [address("account")],
    outputs: [{ type: "uint256" }],
  },
  {
    type: "function",
    name: "transfer",
    stateMutability: "nonpayable",
    inputs: [address("to"), uint("value")],
    outputs: [{ type: "bool" }],
  },
  // EIP-3009
  {
    type: "function",
    name: "authorizationState",
    stateMutability: "view",
    inputs: [address("authorizer"), bytes32("nonce")],
    outputs: [{ type: "bool" }],
  },
  {
    type: "function",
    name: "transferWithAuthorization",
    stateMutability: "nonpayable",
    inputs: [...authorization, ...vrs],
    outputs: [],
  },
  {
    type: "function",
    name: "transferWithAuthorization",
    stateMutability: "nonpayable",
    inputs: [...authorization, signatureBytes],
    outputs: [],
  },
  {
    type: "function",
    name: "receiveWithAuthorization",
    stateMutability: "nonpayable",
    inputs: [...authorization, signatureBytes],
    outputs: [],
  },
  {
    type: "function",
    name: "cancelAuthorization",
    stateMutability: "nonpayable",
    inputs: [address("authorizer"), bytes32("nonce"), signatureBytes],
    outputs: [],
  },
  // FiatToken administration: only the devnet's deployment and faucet use it
  {
    type: "function",
    name: "mint",
    stateMutability: "nonpayable",
    inputs: [address("to"), uint("amount")],
    outputs: [{ type: "bool" }],
  },
  {
    type: "function",
    name: "minterAllowance",
    stateMutability: "view",
    inputs: [address("minter")],
    outputs: [{ type: "uint256" }],
  },
  // Events. In EIP-3009's transfers AuthorizationUsed comes first and its Transfer has the next log index.
  {
    type: "event",
    name: "Transfer",
    inputs: [
      { name: "from", type: "address", indexed: true },
      { name: "to", type: "address", indexed: true },
      { name: "value", type: "uint256", indexed: false },
    ],
  },
  {
    type: "event",
    name: "AuthorizationUsed",
    inputs: [
      { name: "authorizer", type: "address", indexed: true },
      { name: "nonce", type: "bytes32", indexed: true },
    ],
  },
  {
    type: "event",
    name: "AuthorizationCanceled",
    inputs: [
      { name: "authorizer", type: "address", indexed: true },
      { name: "nonce", type: "bytes32", indexed: true },
    ],
  },
] as const;
