import type { Buyer } from "./buyer";
import type { Hit, Kind, Scene } from "./kind";
import { mustSign, oneOf } from "./kinds-network";

/** After a payment that is gone for good, the buyer waits until it has run out. */
const SOON = 30;

/** The first block that a payment can be in which is made from now on. */
async function nextBlock({ world }: Scene): Promise<bigint> {
  return BigInt(await world.chain.rpc<string>("eth_blockNumber")) + 1n;
}

/** The block that settled a payment is replaced by one without it, before the shop has seen it. */
function forgottenRemote(name: string, back: boolean): Kind {
  return {
    name,
    app: "remote",
    phase: "reorganise",
    validFor: SOON,
    async attempt(scene): Promise<Hit> {
      const { buyer, world } = scene;
      const payment = await mustSign(scene);
      const from = await nextBlock(scene);
      world.facilitator.treat(payment.nonce, "hang-up-after-broadcast");
      await buyer.present(payment);
      const gone = await world.reorganiseTogether(from);
      if (back) await world.thirdParty.submit(payment);
      return () => gone.has(payment.nonce.toLowerCase());
    },
  };
}

/** The same, while the embedded facilitator waits for the block of its own transaction. */
const forgottenEmbedded: Kind = {
  name: "chain: reorganised while the app waits for the block",
  app: "embedded",
  phase: "reorganise",
  async attempt(scene): Promise<Hit> {
    const { buyer, world } = scene;
    const payment = await mustSign(scene);
    const from = await nextBlock(scene);
    let gone = new Set<string | null>();
    const run = async () => {
      gone = await world.reorganiseTogether(from);
    };
    const fault = world.rpc.bend(payment.nonce, "receipt", { kind: "then", when: "before", run });
    await buyer.present(payment);
    // Who pays later than the others leaves the chain to them.
    fault.lift();
    return () => gone.has(payment.nonce.toLowerCase());
  },
};

/** The buyer has the file, and then the chain forgets the payment. */
function revertedAfterGrant(name: string, app: Buyer["app"], back: boolean): Kind {
  return {
    name,
    app,
    phase: "reorganise",
    validFor: SOON,
    async attempt(scene): Promise<Hit> {
      const { buyer, world } = scene;
      const payment = await mustSign(scene);
      const from = await nextBlock(scene);
      const answer = await buyer.present(payment);
      const gone = await world.reorganiseTogether(from);
      if (back) await world.thirdParty.submit(payment);
      return () => answer !== "lost" && answer.status < 300 && gone.has(payment.nonce.toLowerCase());
    },
  };
}

/** The chain changes its mind. */
export const reorgKinds: readonly Kind[] = [
  oneOf("chain: reorganised before the app knows", [
    forgottenRemote("the payment is gone", false),
    forgottenRemote("then paid after all", true),
  ]),
  forgottenEmbedded,
  revertedAfterGrant("chain: reorganised after the grant, embedded", "embedded", false),
  oneOf("chain: reorganised after the grant, remote", [
    revertedAfterGrant("the payment is gone", "remote", false),
    revertedAfterGrant("then paid after all", "remote", true),
  ]),
];
