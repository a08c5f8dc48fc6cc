import { setTimeout as sleep } from "node:timers/promises";
import type { Hit, Kind, Scene } from "./kinds";
import { mustSign, oneOf } from "./kinds-network";
import type { Stage } from "./rpc-proxy";

/** Presents a payment and tells whether its answer was lost to the crash. */
async function presentThroughCrash(scene: Scene, arm: (nonce: string) => void): Promise<Hit> {
  const payment = await mustSign(scene);
  arm(payment.nonce);
  const answer = await scene.buyer.present(payment);
  return () => answer === "lost";
}

/** `kill -9` when the app makes a call to the node about a payment: before the node has it, or after. */
function killedAt(name: string, stage: Stage, when: "before" | "after"): Kind {
  return {
    name,
    app: "embedded",
    phase: "crash",
    validFor: 40,
    attempt: (scene) =>
      presentThroughCrash(scene, (nonce) => {
        const run = () => void scene.world.kill("embedded");
        scene.world.rpc.bend(nonce, stage, { kind: "then", when, run, lost: when === "before" }, 1);
      }),
  };
}

function killedAtSettle(name: string, when: "before" | "after"): Kind {
  return {
    name,
    app: "remote",
    phase: "crash",
    validFor: 40,
    attempt: (scene) =>
      presentThroughCrash(scene, (nonce) =>
        scene.world.facilitator.onSettle(nonce, when, () => void scene.world.kill("remote")),
      ),
  };
}

/** The app dies. */
export const crashKinds: readonly Kind[] = [
  killedAt("crash: while verifying", "simulate", "before"),
  killedAt("crash: before the broadcast", "send", "before"),
  oneOf("crash: after the broadcast", [
    killedAt("at once", "send", "after"),
    killedAt("while waiting for the block", "receipt", "after"),
  ]),
  oneOf("crash: while the facilitator settles", [
    killedAtSettle("before its broadcast", "before"),
    killedAtSettle("after its broadcast", "after"),
  ]),
  {
    name: "crash: at a random instant",
    app: "embedded",
    phase: "crash",
    validFor: 40,
    attempt: (scene) =>
      presentThroughCrash(scene, () => {
        const { buyer, world } = scene;
        void sleep(buyer.random.int(60)).then(() => world.kill("embedded"));
      }),
  },
];
