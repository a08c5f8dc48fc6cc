import { randomBytes } from "node:crypto";
import { keccak256, stringToHex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { SECOND } from "@/lib/clock";
import type { PaymentTerms } from "@/lib/payments/ports";
import { forgetPerProcess } from "@/lib/process";
import { resetSettings, settings } from "@/lib/settings/settings";
import { type MethodWorld, testPaymentMethod } from "@/test/contracts/payment-method.contract";
import { startHookedNode } from "@/test/hooked-node";
import { openShop } from "@/test/shop";
import { type SignedPayment, signTransfer } from "@/test/sign-payment";
import { readAuthorization } from "./authorization";
import { eip3009 } from "./method";

testPaymentMethod("EIP-3009", openWorld);

type Payload = { signature: string; authorization: SignedPayment["authorization"] };
type Fault = "silent" | "swallow" | null;

/** Circle's code on a real chain, settled by this server's own gas account. */
async function openWorld(): Promise<MethodWorld> {
  const shop = await openShop();
  const { chain } = shop;
  let fault: Fault = null;
  const node = await startHookedNode(chain.rpcUrl, async ({ method, params }) => {
    if (fault && method === "eth_getTransactionReceipt") throw new Error("no answer");
    if (fault !== "swallow" || method !== "eth_sendRawTransaction") return undefined;
    return keccak256(params[0] as `0x${string}`);
  });
  process.env.RPC_URL_31337 = node.url;
  resetSettings();
  forgetPerProcess("facilitator");
  confirm(2);
  let expired = 0;
  return {
    method: eip3009,
    network: chain.network.caip2,
    sellerId: shop.sellerId,
    payee: chain.accounts.seller.address.toLowerCase(),
    async newPayer(amount) {
      const account = privateKeyToAccount(generatePrivateKey());
      await chain.fund(account.address, amount);
      const sign = (terms: PaymentTerms, { binding }: { binding?: string } = {}) => signAs(account, terms, binding);
      return { account: account.address.toLowerCase(), sign };
    },
    balanceOf: (account) => chain.usdcBalance(account as `0x${string}`),
    respell: (payload) => spellings(payload as Payload),
    async useByStranger(authorization) {
      const { signature, ...signed } = readAuthorization(authorization);
      const text = Object.fromEntries(Object.entries(signed).map(([part, value]) => [part, String(value)]));
      await shop.submit({ header: "", nonce: signed.nonce, signature, authorization: text as never });
    },
    async loseAnswers() {
      fault = "silent";
    },
    async swallow() {
      fault = "swallow";
    },
    async heal() {
      fault = null;
    },
    async letExpire() {
      expired = 700;
      await chain.mine(expired);
      await chain.rpc("anvil_mine", ["0x3"]);
      return new Date(Date.now() + expired * SECOND);
    },
    async remember() {
      const snapshot = await chain.rpc("evm_snapshot");
      return async () => {
        await chain.rpc("evm_revert", [snapshot]);
        await chain.rpc("anvil_mine", ["0x3"]);
      };
    },
    now: () => new Date(Date.now() + expired * SECOND),
    async close() {
      confirm(0);
      await node.stop();
      await shop.close();
    },
  };
}

/** Blocks on top after which a block is certain. All tests share the table of networks. */
function confirm(blocks: number): void {
  for (const network of settings().networks) network.confirmations = blocks;
}

type Account = ReturnType<typeof privateKeyToAccount>;

/** As a payer's program does. A dialect with a binding makes the nonce from it. */
async function signAs(account: Account, terms: PaymentTerms, binding?: string): Promise<Payload> {
  const authorization = {
    from: account.address as string,
    to: terms.payee,
    value: terms.amount.toString(),
    validAfter: "0",
    validBefore: String(Math.floor(Date.now() / SECOND) + terms.freshFor),
    nonce: binding === undefined ? `0x${randomBytes(32).toString("hex")}` : keccak256(stringToHex(binding)),
  };
  const [name, version] = [String(terms.fixed.name), String(terms.fixed.version)];
  const domain = { name, version, chainId: Number(terms.network.split(":")[1]), verifyingContract: terms.asset };
  return { signature: await signTransfer(account, domain, authorization), authorization };
}

/** Hex in capitals, and the recovery id as some wallets write it. */
function spellings({ signature, authorization }: Payload): Payload[] {
  const upper = (hex: string) => `0x${hex.slice(2).toUpperCase()}`;
  const { from, to, nonce } = authorization;
  const v = Number.parseInt(signature.slice(130), 16) - 27;
  return [
    { signature: upper(signature), authorization: { ...authorization, from: upper(from), to: upper(to) } },
    { signature, authorization: { ...authorization, nonce: upper(nonce), from: from.toLowerCase() } },
    { signature: `${signature.slice(0, 130)}0${v}`, authorization },
  ];
}
