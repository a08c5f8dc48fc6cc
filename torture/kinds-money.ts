import { setTimeout as sleep } from "node:timers/promises";
import { reader } from "./chain-tools";
import type { Hit, Kind, Scene } from "./kind";
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
  onlyFiles: true,
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
  onlyFiles: true,
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
    return () => answer !== "lost" && answer.code === "payment_unrecorded";
  },
};

/** Milliseconds: less than the app waits for a facilitator. */
const OTHER_COMES_WITHIN = 10_000;

/**
 * `AuthorizationUsed` names neither recipient nor value: in one transaction the payer moves money to himself under the
 * nonce that the shop was shown for one file, and truly pays another. Only one of the two is a payment.
 */
const twoInOne: Kind = {
  name: "chain: two authorizations in one transaction",
  onlyFiles: true,
  app: "remote",
  phase: "together",
  validFor: 30,
  async attempt(scene): Promise<Hit> {
    const { buyer, world } = scene;
    const { facilitator } = world;
    const genuine = await mustSign(scene);
    const shown = await mustSign(scene, { resourceUrl: null });
    const toHimself = await mustSign(scene, {
      authorization: { nonce: shown.nonce, to: buyer.account.address },
    });
    const both = buyer.random.shuffle([genuine, toHimself]);
    let sent: Promise<`0x${string}`> | undefined;
    let asked = 0;
    // Only what the app has handed out counts: until both have come to the facilitator nothing is sent.
    const submit = async () => {
      asked += 1;
      if (asked === both.length) sent = world.thirdParty.submit(...both);
      for (const until = performance.now() + OTHER_COMES_WITHIN; !sent && performance.now() < until; ) await sleep(20);
      if (!sent) throw new Error("the other authorization did not come");
      return sent;
    };
    // The facilitator names that transaction for both, or breaks, and the app has to find out by itself.
    const names = buyer.random.int(2) === 0;
    for (const { nonce } of both) facilitator.settleBy(nonce, submit, names);
    const others = world.shared.filter((file) => file !== buyer.file);
    await Promise.all([buyer.present(genuine), buyer.present(shown, { file: buyer.random.pick(others) })]);
    const done = sent ? await reader(world.chain).waitForTransactionReceipt({ hash: await sent }) : null;
    return () => done?.status === "success";
  },
};

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
  twoInOne,
];
