import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestChain, type TestChain } from "@/test/chain";
import { confirmsOwnKey, delegate } from "@/test/delegate";
import { deploySafeContracts, type SafeContracts } from "@/test/safe";
import { testSettings } from "@/test/settings";
import { type Address, MULTICALL3_ADDRESS } from "./networks";
import { readPayerKind } from "./payer-kind";

let chain: TestChain;
let safe: SafeContracts;
beforeAll(async () => {
  chain = await startTestChain();
  testSettings({ RPC_URL_31337: chain.rpcUrl });
  safe = await deploySafeContracts(chain);
});
afterAll(() => chain?.stop());

const kindOf = (address: Address) => readPayerKind(chain.chainId, address);
const newKey = () => privateKeyToAccount(generatePrivateKey());

async function contract(code: string): Promise<Address> {
  const { address } = newKey();
  await chain.rpc("anvil_setCode", [address, code]);
  return address;
}

it("a plain key, and a wallet that is not deployed yet", async () => {
  expect(await kindOf(newKey().address)).toBe("key");
  expect(await kindOf((await safe.newWallet()).address)).toBe("key");
});

it("wallets that confirm signatures, whatever they say to ones that they cannot read", async () => {
  const wallet = await safe.newWallet();
  await wallet.deploy();
  const rejects = await contract("0x5f3560e01c631626ba7e146011575f5ffd5b60205ff3");
  const agreesToAll = await contract("0x631626ba7e60e01b60005260206000f3");
  for (const address of [wallet.address, await contract(confirmsOwnKey), rejects, agreesToAll]) {
    expect([address, await kindOf(address)]).toEqual([address, "account"]);
  }
});

it("contracts that do not know the question: they revert, return nothing, or use up the gas", async () => {
  const others = [safe.factory, MULTICALL3_ADDRESS, chain.network.token.address];
  for (const code of ["0x00", "0x5f5ffd", "0xfe", "0x5b5f56"]) others.push(await contract(code));
  for (const address of others) expect([address, await kindOf(address)]).toEqual([address, "unsupported"]);
});

it("a key whose address was handed to a contract is what that contract is", async () => {
  const [good, bad] = [newKey(), newKey()];
  await delegate(chain, good, await contract(confirmsOwnKey));
  await delegate(chain, bad, safe.factory);
  expect(await kindOf(good.address)).toBe("delegated");
  expect(await kindOf(bad.address)).toBe("unsupported");
});

it("says nothing of a chain that does not answer", async () => {
  testSettings({ RPC_URL_31337: "http://127.0.0.1:9" });
  await expect(kindOf(newKey().address)).rejects.toThrow();
});
