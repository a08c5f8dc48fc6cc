import { createWalletClient, custom, toHex, verifyMessage, verifyTypedData } from "viem";
import { beforeEach, describe, expect, it } from "vitest";
import { createDemoProvider, DEMO_KEY, type DemoProvider } from "./demo-provider";

const CHAIN = 31337;

function memory(): Pick<Storage, "getItem" | "setItem"> {
  const values = new Map<string, string>();
  return { getItem: (key) => values.get(key) ?? null, setItem: (key, value) => void values.set(key, value) };
}

const typedData = {
  domain: { name: "USD Coin", version: "2", chainId: CHAIN, verifyingContract: `0x${"11".repeat(20)}` },
  types: {
    TransferWithAuthorization: [
      { name: "to", type: "address" },
      { name: "value", type: "uint256" },
    ],
  },
  primaryType: "TransferWithAuthorization",
  message: { to: `0x${"22".repeat(20)}`, value: 500_000n },
} as const;

let provider: DemoProvider;
let storage: ReturnType<typeof memory>;
const asked: { method: string; params: unknown }[] = [];

beforeEach(() => {
  asked.length = 0;
  storage = memory();
  provider = createDemoProvider({
    chainId: CHAIN,
    storage,
    read: async (method, params) => {
      asked.push({ method, params });
      return "0x2a";
    },
  });
});

async function client() {
  const [account] = (await provider.request({ method: "eth_requestAccounts" })) as [`0x${string}`];
  return createWalletClient({ account, transport: custom(provider) });
}

describe("the demo wallet", () => {
  it("keeps one account per browser", async () => {
    const first = await provider.request({ method: "eth_accounts" });
    const again = createDemoProvider({ chainId: CHAIN, storage, read: async () => null });
    expect(await again.request({ method: "eth_requestAccounts" })).toEqual(first);
    const elsewhere = createDemoProvider({ chainId: CHAIN, storage: memory(), read: async () => null });
    expect(await elsewhere.request({ method: "eth_accounts" })).not.toEqual(first);
  });

  it("makes a new key when what it finds is none", async () => {
    const broken = memory();
    broken.setItem(DEMO_KEY, "0x12");
    createDemoProvider({ chainId: CHAIN, storage: broken, read: async () => null });
    expect(broken.getItem(DEMO_KEY)).toMatch(/^0x[0-9a-f]{64}$/);
  });

  it("signs a message that verifies for its account", async () => {
    const wallet = await client();
    const message = "localhost:3000 wants you to sign in — مرحبا";
    const signature = await wallet.signMessage({ message });
    expect(await verifyMessage({ address: wallet.account.address, message, signature })).toBe(true);
    expect(await verifyMessage({ address: wallet.account.address, message: `${message}!`, signature })).toBe(false);
  });

  it("signs typed data that verifies for its account", async () => {
    const wallet = await client();
    const signature = await wallet.signTypedData(typedData);
    expect(await verifyTypedData({ ...typedData, address: wallet.account.address, signature })).toBe(true);
  });

  it("signs for no other account and no other network", async () => {
    const [account] = (await provider.request({ method: "eth_accounts" })) as [string];
    const stranger = `0x${"33".repeat(20)}`;
    await expect(provider.request({ method: "personal_sign", params: [toHex("hi"), stranger] })).rejects.toMatchObject({
      code: 4100,
    });
    const foreign = JSON.stringify({
      ...typedData,
      message: { to: stranger, value: "1" },
      domain: { ...typedData.domain, chainId: 8453 },
    });
    await expect(
      provider.request({ method: "eth_signTypedData_v4", params: [account, foreign] }),
    ).rejects.toMatchObject({ code: -32602 });
  });

  it("is on the devnet and says that it knows no other network", async () => {
    expect(await provider.request({ method: "eth_chainId" })).toBe("0x7a69");
    const to = (chainId: string) => provider.request({ method: "wallet_switchEthereumChain", params: [{ chainId }] });
    expect(await to("0x7a69")).toBeNull();
    await expect(to("0x2105")).rejects.toMatchObject({ code: 4902 });
  });

  it("passes reads on and refuses to send transactions", async () => {
    expect(await provider.request({ method: "eth_getBalance", params: ["0x00", "latest"] })).toBe("0x2a");
    expect(asked).toEqual([{ method: "eth_getBalance", params: ["0x00", "latest"] }]);
    for (const method of ["eth_sendTransaction", "eth_sendRawTransaction", "anvil_setBalance", "eth_sign"]) {
      await expect(provider.request({ method })).rejects.toMatchObject({ code: 4200 });
    }
    expect(asked).toHaveLength(1);
  });
});
