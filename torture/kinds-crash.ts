import { setTimeout as sleep } from "node:timers/promises";
import type { Hit, Kind } from "./kind";
import { mustSign, oneOf } from "./kinds-network";
import { meeting } from "./meeting";
import type { Stage } from "./rpc-proxy";
import type { AppName } from "./world";

/** A payment that nobody can tell about is waited for until it has run out. */
const SOON = 40;
/** A purchase takes some tens of ms; with many at once some hundreds. */
const RANDOM_INSTANT = 500;

/** `kill -9` when the app makes a call to the node about a payment: before the node has it, or after. */
function killedAt(name: string, stage: Stage, when: "before" | "after"): Kind {
  return {
    name,
    app: "embedded",
    phase: "crash",
    validFor: SOON,
    async attempt(scene): Promise<Hit> {
      const { buyer, world } = scene;
      const payment = await mustSign(scene);
      const run = () => world.killTogether(buyer.door);
      const fault = world.rpc.bend(payment.nonce, stage, { kind: "then", when, run, lost: when === "before" });
      const answer = await buyer.present(payment);
      return () => answer === "lost" && fault.hits > 0;
    },
  };
}

function killedAtSettle(name: string, when: "before" | "after"): Kind {
  return {
    name,
    app: "remote",
    phase: "crash",
    validFor: SOON,
    async attempt(scene): Promise<Hit> {
      const { buyer, world } = scene;
      const payment = await mustSign(scene);
      let killed = false;
      world.facilitator.onSettle(payment.nonce, when, async () => {
        await world.killTogether("remote");
        killed = true;
      });
      const answer = await buyer.present(payment);
      return () => answer === "lost" && killed;
    },
  };
}

function killedAnywhere(app: AppName): Kind {
  const start = meeting(() => {});
  return {
    name: `crash: at a random instant, ${app}`,
    app,
    phase: "crash",
    validFor: SOON,
    async attempt(scene): Promise<Hit> {
      const { buyer, world } = scene;
      const payment = await mustSign(scene);
      await start();
      void sleep(buyer.random.int(RANDOM_INSTANT)).then(() => world.kill(buyer.door));
      const answer = await buyer.present(payment);
      return () => answer === "lost";
    },
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
  killedAnywhere("embedded"),
  oneOf("crash: while the facilitator settles", [
    killedAtSettle("before its broadcast", "before"),
    killedAtSettle("after its broadcast", "after"),
  ]),
  killedAnywhere("remote"),
];

/** People do not wait for a page that does not answer (ms). */
const GIVES_UP = 2_000;

/**
 * A process that has the gas account stops in the middle of a purchase, for so long that the other one takes the
 * account over; then it continues where it was.
 */
function frozenAt(name: string, stage: Stage, lost: boolean): Kind {
  return {
    name,
    app: "embedded",
    phase: "freeze",
    async attempt(scene): Promise<Hit> {
      const { buyer, world } = scene;
      const payment = await mustSign(scene);
      let takenOver = async () => false;
      const line = new AbortController();
      const run = async () => {
        takenOver = await world.freezeTogether(buyer.door);
        void sleep(GIVES_UP).then(() => line.abort());
      };
      world.rpc.bend(payment.nonce, stage, { kind: "then", when: "before", run, lost });
      const answer = await buyer.present(payment, { signal: line.signal });
      buyer.otherDoor();
      const over = answer === "lost" && (await takenOver());
      return () => over;
    },
  };
}

/** How long a check of a payment takes where two shall meet (ms). */
const LINGERS = 1_000;

/** Two processes on one gas key. */
export const twinKinds: readonly Kind[] = [
  oneOf("twins: one sleeps, the other takes the gas account over", [
    frozenAt("while verifying", "simulate", true),
    frozenAt("before the broadcast", "send", true),
    frozenAt("after the broadcast", "send", false),
  ]),
  {
    name: "twins: both are asked at once",
    app: "embedded",
    phase: "together",
    async attempt(scene): Promise<Hit> {
      const payments = [await mustSign(scene), await mustSign(scene)];
      const doors = scene.buyer.random.shuffle(["embedded", "twin"] as const);
      // Whoever is first takes so long that the other comes in the middle of it.
      const linger = { kind: "then", when: "before", run: () => sleep(LINGERS), lost: false } as const;
      for (const { nonce } of payments) scene.world.rpc.bend(nonce, "simulate", linger);
      const answers = await Promise.all(
        payments.map((payment, at) => scene.buyer.present(payment, { app: doors[at] })),
      );
      return () => answers.some((answer) => answer !== "lost" && answer.status === 503);
    },
  },
];
