import { setTimeout as sleep } from "node:timers/promises";
import { encodeFunctionData, type Hex, parseAbi, parseEther, toHex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { Address } from "../lib/payment-methods/evm/chain/networks";
import { usdcAbi } from "../lib/payment-methods/evm/chain/usdc.abi";
import type { TestChain } from "../test/chain";
import { confirmsOwnKey, delegate } from "../test/delegate";
import type { SafeWallet } from "../test/safe";
import type { SignedPayment } from "../test/sign-payment";
import { burnsInBlocks } from "./burner";
import type { Hit, Kind, Loss, Scene } from "./kind";
import { mustSign } from "./kinds-network";
import { deployedSafe } from "./kinds-wallet";
import type { World } from "./world";

/** Milliseconds; much more than a block takes. */
const BLOCK_COMES_WITHIN = 10_000;

type Trick = (scene: Scene, payment: SignedPayment) => Promise<void> | void;

/** The shop has checked and signed, and its transaction is about to reach the node: then the payer does something. */
function betweenCheckAndBlock(name: string, wastes: Loss, trick: Trick, payer?: Kind["payer"]): Kind {
  return {
    name: `waste: ${name}`,
    app: "embedded",
    phase: "together",
    wastes,
    payer,
    async attempt(scene): Promise<Hit> {
      const payment = await mustSign(scene);
      const run = () => trick(scene, payment);
      const fault = scene.world.rpc.bend(payment.nonce, "send", { kind: "then", when: "before", run });
      await scene.buyer.present(payment);
      return () => fault.hits > 0;
    },
  };
}

/** One transaction of somebody's own, in its own block. What his signature or his wallet would do, the node does. */
async function actAs(chain: TestChain, from: Address, to: Address, data: Hex): Promise<void> {
  await chain.rpc("anvil_setBalance", [from, toHex(parseEther("1"))]);
  await chain.rpc("anvil_impersonateAccount", [from]);
  await chain.rpc("eth_sendTransaction", [{ from, to, data, gas: toHex(300_000) }]);
}

/** All of it, to a random address. */
const moneyMoves: Trick = async ({ world: { chain }, buyer }) => {
  const { address } = buyer.account;
  const args = [chain.accounts.stranger.address, await chain.usdcBalance(address)] as const;
  const data = encodeFunctionData({ abi: usdcAbi, functionName: "transfer", args });
  await actAs(chain, address, chain.network.token.address, data);
};

const isCancelled: Trick = async ({ world: { chain }, buyer: { account } }, { authorization, nonce }) => {
  const { token, chainId } = chain.network;
  const signature = await account.signTypedData({
    domain: { name: token.name, version: token.version, chainId, verifyingContract: token.address },
    types: {
      CancelAuthorization: [
        { name: "authorizer", type: "address" },
        { name: "nonce", type: "bytes32" },
      ],
    },
    primaryType: "CancelAuthorization",
    message: { authorizer: authorization.from as Address, nonce },
  });
  const args = [account.address, nonce, signature] as const;
  const data = encodeFunctionData({ abi: usdcAbi, functionName: "cancelAuthorization", args });
  await actAs(chain, account.address, token.address, data);
};

const ownersAbi = parseAbi(["function swapOwner(address before, address old, address owner)"]);
/** Where Safe's list of owners begins. */
const SENTINEL = "0x0000000000000000000000000000000000000001";

const ownerIsSwapped: Trick = async ({ world: { chain }, buyer }) => {
  const { address, owner } = buyer.account as SafeWallet;
  const args = [SENTINEL, owner.address, chain.accounts.stranger.address] as const;
  await actAs(chain, address, address, encodeFunctionData({ abi: ownersAbi, functionName: "swapOwner", args }));
};

/** By EIP-7702, sent by somebody new: many do it at once. */
async function delegateTo(chain: TestChain, key: Scene["buyer"]["account"], code: Address): Promise<void> {
  const sender = privateKeyToAccount(generatePrivateKey());
  await chain.rpc("anvil_setBalance", [sender.address, toHex(parseEther("1"))]);
  await delegate(chain, key, code, sender);
}

const isDelegated: Trick = ({ world: { chain, burner }, buyer }) => delegateTo(chain, buyer.account, burner);

/** A plain key's address that holds some code by itself. */
async function withCode({ chain }: World) {
  const account = privateKeyToAccount(generatePrivateKey());
  await chain.rpc("anvil_setCode", [account.address, burnsInBlocks]);
  return account;
}

/** A plain key that is delegated to code which asks for that key's own signature. */
async function delegated({ chain }: World) {
  const [code, account] = [privateKeyToAccount(generatePrivateKey()), privateKeyToAccount(generatePrivateKey())];
  await chain.rpc("anvil_setCode", [code.address, confirmsOwnKey]);
  await delegateTo(chain, account, code.address);
  return account;
}

/** Whoever acts in a wallet's name before it is there makes its address unusable, which nobody can on a real chain. */
async function untilMade(chain: TestChain, wallet: Address): Promise<void> {
  for (const until = performance.now() + BLOCK_COMES_WITHIN; performance.now() < until; await sleep(20)) {
    if ((await chain.rpc<Hex>("eth_getCode", [wallet, "latest"])) !== "0x") return;
  }
  throw new Error("the wallet was not made");
}

/** The wallet's first payment brings its deployment; once it is made, its money goes. */
const madeAndLeft: Kind = {
  name: "waste: a wallet is made and does not pay",
  app: "embedded",
  phase: "together",
  wastes: "coded",
  payer: async ({ safe }) => (await safe.newWallet()).counterfactual(),
  async attempt(scene): Promise<Hit> {
    const { buyer, world } = scene;
    const payment = await mustSign(scene);
    // Its owner's address is in the call of the factory.
    const { owner } = buyer.account as SafeWallet;
    const run = async () => {
      await untilMade(world.chain, buyer.account.address);
      await moneyMoves(scene, payment);
    };
    const fault = world.rpc.bend(owner.address, "send", { kind: "then", when: "after", run });
    await buyer.present(payment);
    return () => fault.hits > 0;
  },
};

const nothingMore: Trick = () => {};

/** Payers who make the settlement revert after it was simulated, so that the shop pays for nothing. */
export const wasteKinds: readonly Kind[] = [
  betweenCheckAndBlock("code that burns in blocks only", "coded", nothingMore, withCode),
  betweenCheckAndBlock("a key's money moves away", "keys", moneyMoves),
  betweenCheckAndBlock("a key's authorization is cancelled", "keys", isCancelled),
  betweenCheckAndBlock("a key is delegated to code that burns", "keys", isDelegated),
  betweenCheckAndBlock("a delegation is handed on to code that burns", "coded", isDelegated, delegated),
  betweenCheckAndBlock("a Safe's owner is swapped", "coded", ownerIsSwapped, deployedSafe),
  betweenCheckAndBlock("a Safe's money moves away", "coded", moneyMoves, deployedSafe),
  betweenCheckAndBlock("a Safe's authorization is cancelled", "coded", isCancelled, deployedSafe),
  madeAndLeft,
];
