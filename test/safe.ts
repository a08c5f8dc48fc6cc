import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import {
  type Abi,
  concatHex,
  createWalletClient,
  encodeAbiParameters,
  encodeFunctionData,
  encodePacked,
  getContractAddress,
  type Hex,
  hashMessage,
  hashTypedData,
  http,
  keccak256,
  parseAbi,
  publicActions,
  serializeErc6492Signature,
  size,
  zeroAddress,
} from "viem";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import type { Address } from "../lib/payment-methods/evm/chain/networks";
import type { TestAccount, TestChain } from "./chain";
import { signOnChain } from "./safe-on-chain";

/** The real contracts of Safe (ERC-1271), as published, on a test chain. */
export type SafeContracts = {
  factory: Address;
  /** A wallet with one owner, a new key by default, not deployed unless `deploy` is called. */
  newWallet(owner?: PrivateKeyAccount): Promise<SafeWallet>;
};

/** Signs like a viem account, so that it can be used as one for payments and messages. */
export type SafeWallet = TestAccount & {
  /** The call that makes it (ERC-6492). */
  factory: Address;
  factoryData: Hex;
  owner: PrivateKeyAccount;
  deploy(): Promise<void>;
  /** The same wallet whose owner signs on chain: the message is marked as signed there, and the signature is empty. */
  onChain(): SafeWallet;
  /** The same wallet whose owner signs the hash of its message in another way. */
  by(sign: (hash: Hex) => Promise<Hex>): SafeWallet;
  /** The same wallet whose signatures bring its deployment along (ERC-6492), by another factory or call where told. */
  counterfactual(by?: { factory?: Address; factoryData?: Hex }): SafeWallet;
};

const setupAbi = parseAbi([
  "function setup(address[] owners, uint256 threshold, address to, bytes data, address fallbackHandler, address paymentToken, uint256 payment, address paymentReceiver)",
]);
const factoryAbi = parseAbi([
  "function createProxyWithNonce(address singleton, bytes initializer, uint256 saltNonce) returns (address)",
  "function proxyCreationCode() pure returns (bytes)",
]);

export async function deploySafeContracts(chain: TestChain): Promise<SafeContracts> {
  const client = createWalletClient({ account: chain.accounts.stranger, transport: http(chain.rpcUrl) }).extend(
    publicActions,
  );
  let last: Promise<unknown> = Promise.resolve();
  // One after the other, so that none takes another's account nonce.
  const send = (request: { to?: Address; data: Hex }) => {
    const sent = last.catch(() => {}).then(() => client.sendTransaction({ chain: null, ...request }));
    last = sent;
    return sent.then((hash) => client.waitForTransactionReceipt({ hash, pollingInterval: 20 }));
  };
  const deploy = async (path: string) => {
    const { contractAddress } = await send({ data: artifact(path).bytecode });
    if (!contractAddress) throw new Error(`${path} was not deployed`);
    return contractAddress;
  };
  const singleton = await deploy("Safe.sol/Safe.json");
  const handler = await deploy("handler/CompatibilityFallbackHandler.sol/CompatibilityFallbackHandler.json");
  const signMessageLib = await deploy("libraries/SignMessageLib.sol/SignMessageLib.json");
  const factory = await deploy("proxies/SafeProxyFactory.sol/SafeProxyFactory.json");
  const creationCode = await client.readContract({
    address: factory,
    abi: factoryAbi,
    functionName: "proxyCreationCode",
  });

  async function newWallet(owner = privateKeyToAccount(generatePrivateKey())): Promise<SafeWallet> {
    const nothing = [zeroAddress, "0x", handler, zeroAddress, 0n, zeroAddress] as const;
    const initializer = encodeFunctionData({ abi: setupAbi, args: [[owner.address], 1n, ...nothing] });
    const factoryData = encodeFunctionData({
      abi: factoryAbi,
      functionName: "createProxyWithNonce",
      args: [singleton, initializer, 0n],
    });
    const address = getContractAddress({
      opcode: "CREATE2",
      from: factory,
      salt: keccak256(encodePacked(["bytes32", "uint256"], [keccak256(initializer), 0n])),
      bytecode: concatHex([creationCode, encodeAbiParameters([{ type: "address" }], [singleton])]),
    });
    return walletOf({ chainId: chain.chainId, address, owner, factory, factoryData, signMessageLib, send });
  }
  return { factory, newWallet };
}

type Parts = Pick<SafeWallet, "address" | "owner" | "factory" | "factoryData"> & {
  chainId: number;
  signMessageLib: Address;
  send: (request: { to: Address; data: Hex }) => Promise<unknown>;
};

function walletOf(parts: Parts, wrap: (signature: Hex) => Hex = (signature) => signature): SafeWallet {
  const { chainId, address, owner, factory, factoryData, send } = parts;
  return {
    ...signAsSafe({ chainId, address, owner }, wrap),
    owner,
    factory,
    factoryData,
    async deploy() {
      await send({ to: factory, data: factoryData });
    },
    by: (sign: (hash: Hex) => Promise<Hex>) => ({
      ...walletOf(parts),
      ...signing(address, (hash) => sign(hashTypedData(safeMessage(parts, hash)))),
    }),
    onChain: () => ({ ...walletOf(parts), ...signing(address, signOnChain(parts)) }) as SafeWallet,
    counterfactual: (by: { factory?: Address; factoryData?: Hex } = {}) =>
      walletOf(parts, (signature) =>
        serializeErc6492Signature({ address: by.factory ?? factory, data: by.factoryData ?? factoryData, signature }),
      ),
  } as unknown as SafeWallet;
}

/**
 * The signatures of a wallet with one owner, for as long as that is its owner.
 *
 * @param wrap what becomes of each signature
 */
export function signAsSafe(
  { chainId, address, owner }: { chainId: number; address: Address; owner: PrivateKeyAccount },
  wrap: (signature: Hex) => Hex = (signature) => signature,
): Pick<TestAccount, "address" | "signTypedData" | "signMessage"> {
  return signing(address, async (hash) => wrap(await owner.signTypedData(safeMessage({ chainId, address }, hash))));
}

/** What Safe's owners sign: a message of the wallet's own domain around the hash that the wallet is asked about. */
function safeMessage({ chainId, address }: { chainId: number; address: Address }, hash: Hex) {
  return {
    domain: { chainId, verifyingContract: address },
    types: { SafeMessage: [{ name: "message", type: "bytes" }] },
    primaryType: "SafeMessage",
    message: { message: hash },
  } as const;
}

function signing(address: Address, signHash: (hash: Hex) => Promise<Hex>) {
  return {
    address,
    signTypedData: (document: Parameters<typeof hashTypedData>[0]) => signHash(hashTypedData(document)),
    signMessage: ({ message }: { message: string }) => signHash(hashMessage(message)),
  } as unknown as Pick<TestAccount, "address" | "signTypedData" | "signMessage">;
}

const fromHere = createRequire(import.meta.url);

function artifact(path: string): { abi: Abi; bytecode: Hex } {
  const root = dirname(fromHere.resolve("@safe-global/safe-smart-account/package.json"));
  const read = JSON.parse(readFileSync(join(root, "build/artifacts/contracts", path), "utf8")) as {
    abi: Abi;
    bytecode: Hex;
  };
  if (size(read.bytecode) === 0) throw new Error(`${path} holds no code`);
  return read;
}
