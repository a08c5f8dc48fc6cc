import {
  createPublicClient,
  createWalletClient,
  encodeFunctionData,
  http,
  multicall3Abi,
  type PublicClient,
  parseEther,
  toHex,
} from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { MULTICALL3_ADDRESS } from "../lib/payment-methods/evm/chain/networks";
import { usdcAbi } from "../lib/payment-methods/evm/chain/usdc.abi";
import type { TestChain } from "../test/chain";
import type { SignedPayment } from "../test/sign-payment";

/** Somebody with gas who may submit anybody's authorization: the honest end of a facilitator, or a third party. */
export type Submitter = {
  address: `0x${string}`;
  /** Sends `transferWithAuthorization`, several in one transaction; resolves with the hash once the node has it. */
  submit(...payments: Signed[]): Promise<`0x${string}`>;
};

type Signed = Pick<SignedPayment, "authorization" | "signature">;

export function reader(chain: TestChain): PublicClient {
  return createPublicClient({ transport: http(chain.rpcUrl), pollingInterval: 50, cacheTime: 0 }) as PublicClient;
}

/** A new account with gas. Its transactions go one after the other, so that none takes another's account nonce. */
export async function newSubmitter(chain: Pick<TestChain, "rpc" | "rpcUrl" | "network">): Promise<Submitter> {
  const account = privateKeyToAccount(generatePrivateKey());
  await chain.rpc("anvil_setBalance", [account.address, toHex(parseEther("1000"))]);
  const wallet = createWalletClient({ account, transport: http(chain.rpcUrl) });
  let last: Promise<unknown> = Promise.resolve();
  return {
    address: account.address,
    submit(...payments) {
      const gas = 200_000n * BigInt(payments.length);
      const call = callFor(chain.network.token.address, payments);
      const sent = last.catch(() => {}).then(() => wallet.sendTransaction({ chain: null, ...call, gas }));
      last = sent;
      return sent;
    },
  };
}

function callFor(token: `0x${string}`, payments: Signed[]) {
  const [first] = payments;
  if (first && payments.length === 1) return { to: token, data: transferData(first) };
  const calls = payments.map((payment) => ({
    target: token,
    allowFailure: false,
    callData: transferData(payment),
  }));
  const data = encodeFunctionData({ abi: multicall3Abi, functionName: "aggregate3", args: [calls] });
  return { to: MULTICALL3_ADDRESS, data };
}

/** The call data of EIP-3009's `transferWithAuthorization`, the form with a signature of any length. */
export function transferData({ authorization, signature }: Signed): `0x${string}` {
  const { from, to, value, validAfter, validBefore, nonce } = authorization;
  return encodeFunctionData({
    abi: usdcAbi,
    functionName: "transferWithAuthorization",
    args: [
      from as `0x${string}`,
      to as `0x${string}`,
      BigInt(value),
      BigInt(validAfter),
      BigInt(validBefore),
      nonce as `0x${string}`,
      signature,
    ],
  });
}
