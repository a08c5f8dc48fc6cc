import type { SignedPayment } from "../test/sign-payment";
import type { Mode } from "./facilitator";
import type { Hit, Kind, Scene } from "./kind";
import type { Act, Stage } from "./rpc-proxy";

/** Clients of a node try a call several times; a fault that ends sooner would go unnoticed. */
const EVERY_TRY = 4;
const SOON = 20;

/** Signs, or throws: at the first try nothing stands in the way of a challenge. */
export async function mustSign({ buyer }: Scene, bend?: Parameters<typeof buyer.sign>[0]): Promise<SignedPayment> {
  for (let tries = 0; tries < 20; tries += 1) {
    const payment = await buyer.sign(bend);
    if (payment) return payment;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error("there was no challenge to sign");
}

function bent(name: string, bends: [Stage, Act, number][], validFor?: number): Kind {
  return {
    name,
    app: "embedded",
    phase: "together",
    validFor,
    async attempt(scene): Promise<Hit> {
      const payment = await mustSign(scene);
      const faults = bends.map(([stage, act, times]) => scene.world.rpc.bend(payment.nonce, stage, act, times));
      await scene.buyer.present(payment);
      return () => faults.every(({ hits }) => hits > 0);
    },
  };
}

/** Kinds that stand for one another: which of them it is, the seed says. All work on the same app. */
export function oneOf(name: string, variants: readonly [Kind, ...Kind[]]): Kind {
  const limits = variants.flatMap(({ validFor }) => validFor ?? []);
  return {
    ...variants[0],
    name,
    validFor: limits.length > 0 ? Math.min(...limits) : undefined,
    attempt: (scene) => scene.buyer.random.pick(variants).attempt(scene),
  };
}

/** The app knows that money may have moved, and the node does not show it yet. */
const laggingLogs: Kind = {
  name: "node: logs that lag",
  app: "remote",
  phase: "together",
  async attempt(scene): Promise<Hit> {
    const { world } = scene;
    const payment = await mustSign(scene);
    world.facilitator.treat(payment.nonce, "500-after-broadcast");
    const act = scene.buyer.random.pick<Act>([{ kind: "empty" }, { kind: "error-500" }, { kind: "malformed" }]);
    const fault = world.rpc.bend(payment.nonce, "logs", act, 2);
    await scene.buyer.present(payment);
    return () => fault.hits > 0;
  },
};

/** The node, or the line to it, fails. */
export const nodeKinds: readonly Kind[] = [
  oneOf("node: broadcast never arrives", [
    bent("lost on the way", [["send", { kind: "drop-before" }, EVERY_TRY]], SOON),
    bent("answered 500", [["send", { kind: "error-500" }, EVERY_TRY]], SOON),
  ]),
  bent("node: reply to the broadcast lost", [["send", { kind: "drop-after" }, EVERY_TRY]]),
  bent("node: reply to the broadcast too late", [["send", { kind: "time-out", ms: 12_000 }, 1]]),
  bent("node: reply to the broadcast malformed", [["send", { kind: "malformed" }, EVERY_TRY]]),
  oneOf("node: no receipt for a while", [
    bent("empty", [["receipt", { kind: "empty" }, 5]]),
    bent("500", [["receipt", { kind: "error-500" }, 3]]),
  ]),
  oneOf("node: the simulation fails", [
    bent("500", [["simulate", { kind: "error-500" }, EVERY_TRY]]),
    bent("malformed", [["simulate", { kind: "malformed" }, EVERY_TRY]]),
  ]),
  laggingLogs,
];

function treated(mode: Mode, validFor?: number): Kind {
  return {
    name: `facilitator: ${mode}`,
    app: "remote",
    phase: "together",
    validFor,
    async attempt(scene): Promise<Hit> {
      const payment = await mustSign(scene);
      const treatment = scene.world.facilitator.treat(payment.nonce, mode);
      await scene.buyer.present(payment);
      return () => treatment.hits > 0;
    },
  };
}

/** The remote facilitator breaks or lies. */
export const remoteKinds: readonly Kind[] = [
  treated("verify-500"),
  oneOf("facilitator: broadcasts what it said no to", [
    treated("verify-500-then-broadcast"),
    treated("verify-no-then-broadcast"),
  ]),
  treated("500-unsent", SOON),
  treated("500-after-broadcast"),
  oneOf("facilitator: success that never was", [treated("success-unsent", SOON), treated("success-of-another", SOON)]),
  treated("failure-after-broadcast"),
  oneOf("facilitator: unreadable after the broadcast", [
    treated("malformed-after-broadcast"),
    treated("hang-up-after-broadcast"),
  ]),
  treated("silent-after-broadcast"),
];
