import {
  createPublicClient,
  createWalletClient,
  encodeFunctionData,
  http,
  type PublicClient,
  parseEther,
  toHex,
} from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { usdcAbi } from "../lib/chain/usdc.abi";
import type { TestChain } from "../test/chain";
import type { SignedPayment } from "../test/sign-payment";

/** Somebody with gas who may submit anybody's authorization: the honest end of a facilitator, or a third party. */
export type Submitter = {
  address: `0x${string}`;
  /** Sends `transferWithAuthorization`; resolves with the hash once the node has it. */
  submit(payment: Pick<SignedPayment, "authorization" | "signature">): Promise<`0x${string}`>;
};

export function reader(chain: TestChain): PublicClient {
  return createPublicClient({ transport: http(chain.rpcUrl), pollingInterval: 50, cacheTime: 0 }) as PublicClient;
}

/** A new account with gas. Its transactions go one after the other, so that none takes another's account nonce. */
export async function newSubmitter(chain: TestChain): Promise<Submitter> {
  const account = privateKeyToAccount(generatePrivateKey());
  await chain.rpc("anvil_setBalance", [account.address, toHex(parseEther("1000"))]);
  const wallet = createWalletClient({ account, transport: http(chain.rpcUrl) });
  let last: Promise<unknown> = Promise.resolve();
  return {
    address: account.address,
    submit(payment) {
      const sent = last
        .catch(() => {})
        .then(() =>
          wallet.sendTransaction({
            chain: null,
            to: chain.network.token.address,
            data: transferData(payment),
            gas: 200_000n,
          }),
        );
      last = sent;
      return sent;
    },
  };
}

function transferData({ authorization, signature }: Pick<SignedPayment, "authorization" | "signature">): `0x${string}` {
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
