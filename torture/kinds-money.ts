import { setTimeout as sleep } from "node:timers/promises";
import type { Hit, Kind, Scene } from "./kinds";
import { mustSign, oneOf } from "./kinds-network";

/** The seller does something at the very moment of a purchase. */
function soldMeanwhile(name: string, when: "before" | "broadcast", change: (scene: Scene) => Promise<Response>): Kind {
  return {
    name,
    app: "embedded",
    phase: "together",
    ownFile: true,
    async attempt(scene): Promise<Hit> {
      const payment = await mustSign(scene);
      let status = 0;
      const run = async () => {
        status = (await change(scene)).status;
      };
      const line = new AbortController();
      if (when === "before") await run();
      else {
        scene.world.rpc.bend(payment.nonce, "send", { kind: "then", when: "before", run });
        scene.world.rpc.bend(payment.nonce, "receipt", { kind: "then", when: "after", run: () => line.abort() });
      }
      await scene.buyer.present(payment, { signal: line.signal });
      return () => status >= 200 && status < 300;
    },
  };
}

const path = ({ buyer }: Scene) => `/api/files/${buyer.file.file.id}`;
const edit = (scene: Scene) => scene.world.seller.request("PATCH", path(scene), { price: "0.75" });
const pause = (scene: Scene) => scene.world.seller.request("PATCH", path(scene), { paused: true });
const remove = (scene: Scene) => scene.world.seller.request("DELETE", path(scene));

/** A third party's transaction carries the buyer's authorization, before the shop's own does. */
function frontRun(name: string, stage: "simulate" | "send"): Kind {
  return {
    name,
    app: "embedded",
    phase: "together",
    async attempt(scene): Promise<Hit> {
      const { world } = scene;
      const payment = await mustSign(scene);
      const run = async () => {
        await world.thirdParty.submit(payment);
        await world.chain.mine();
      };
      const fault = world.rpc.bend(payment.nonce, stage, { kind: "then", when: "before", run });
      await scene.buyer.present(payment);
      return () => fault.hits > 0;
    },
  };
}

/** The third party also asks for the file, with the header that the chain made public. */
const stolenHeader: Kind = {
  name: "chain: a stranger presents the public header",
  app: "remote",
  phase: "together",
  async attempt(scene): Promise<Hit> {
    const { buyer, world } = scene;
    const payment = await mustSign(scene, { resourceUrl: null });
    const thief = scene.stranger();
    scene.thief(thief);
    const thefts: Promise<unknown>[] = [];
    const steal = () => {
      for (const file of world.shared.slice(0, 3)) thefts.push(thief.present(payment, { file }));
      thefts.push(thief.present(payment, { app: "embedded", file: buyer.file }));
    };
    world.facilitator.onSettle(payment.nonce, "after", steal);
    await buyer.present(payment);
    await Promise.all(thefts);
    return () => thefts.length > 0;
  },
};

/** What somebody paid the same seller elsewhere, long ago, is public as well. */
const oldPayment: Kind = {
  name: "chain: an old payment is presented",
  app: "embedded",
  phase: "together",
  async attempt(scene): Promise<Hit> {
    const { buyer, world } = scene;
    const thief = scene.stranger();
    scene.thief(thief);
    const old = await mustSign({ ...scene, buyer: thief });
    await world.chain.fund(thief.account.address, BigInt(old.authorization.value));
    await world.thirdParty.submit(old);
    await world.chain.mine();
    const answer = await thief.present(old);
    await thief.present(old, { app: "remote" });
    await buyer.present(await mustSign(scene));
    return () => answer !== "lost" && answer.code === "nonce_already_used";
  },
};

/** The block that settled a payment is replaced by one without it. */
function reorganised(name: string, back: boolean): Kind {
  return {
    name,
    app: "remote",
    phase: "alone",
    validFor: 30,
    async attempt(scene): Promise<Hit> {
      const { buyer, oracle, world } = scene;
      const payment = await mustSign(scene);
      // The shop learns nothing of the settlement before the chain forgets it.
      world.facilitator.treat(payment.nonce, "hang-up-after-broadcast");
      await buyer.present(payment);
      await sleep(buyer.random.int(300));
      await oracle.remember();
      await world.chain.rpc("anvil_reorg", [2, []]);
      if (back) await world.thirdParty.submit(payment);
      const gone = await oracle.isUsable(buyer, payment);
      return () => gone !== back;
    },
  };
}

/** Around the money: the seller, third parties and the chain itself. */
export const moneyKinds: readonly Kind[] = [
  oneOf("seller: price raised meanwhile", [
    soldMeanwhile("after the challenge", "before", edit),
    soldMeanwhile("during the broadcast", "broadcast", edit),
  ]),
  oneOf("seller: no longer sold meanwhile", [
    soldMeanwhile("deleted during the broadcast", "broadcast", remove),
    soldMeanwhile("paused during the broadcast", "broadcast", pause),
    soldMeanwhile("deleted after the challenge", "before", remove),
  ]),
  oneOf("chain: a third party is faster", [
    frontRun("before the broadcast", "send"),
    frontRun("while the app verifies", "simulate"),
  ]),
  stolenHeader,
  oldPayment,
  oneOf("chain: reorganised", [reorganised("the payment is gone", false), reorganised("then paid after all", true)]),
];
