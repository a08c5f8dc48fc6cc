import type { SignedPayment } from "../test/sign-payment";
import type { Hit, Kind, Scene } from "./kind";
import { mustSign, oneOf } from "./kinds-network";
import type { Stage } from "./rpc-proxy";

/** The buyer's connection ends when the payment has come this far. */
function lostAt(name: string, stage: Stage, when: "before" | "after"): Kind {
  return {
    name,
    app: "embedded",
    phase: "together",
    async attempt(scene): Promise<Hit> {
      const payment = await mustSign(scene);
      const line = new AbortController();
      scene.world.rpc.bend(payment.nonce, stage, { kind: "then", when, run: () => line.abort() });
      const answer = await scene.buyer.present(payment, { signal: line.signal });
      return () => answer === "lost";
    },
  };
}

/** One payment for the buyer's own file and two others: whichever is first holds it. */
function severalFiles(name: string, lineOf: (scene: Scene, payment: SignedPayment) => AbortSignal | undefined): Kind {
  return {
    name,
    app: "remote",
    phase: "together",
    onlyFiles: true,
    async attempt(scene): Promise<Hit> {
      // Without the resource's name, which the payer does not sign anyway.
      const payment = await mustSign(scene, { resourceUrl: null });
      const { buyer, world } = scene;
      const others = world.shared.filter((file) => file !== buyer.file).slice(0, 2);
      const files = buyer.random.shuffle([buyer.file, ...others]);
      const signal = lineOf(scene, payment);
      const answers = await Promise.all(files.map((file) => buyer.present(payment, { file, signal })));
      return () => answers.filter((answer) => answer === "lost" || answer.status !== 200).length > 0;
    },
  };
}

/** Clients lose answers, send things twice, and try what they can. */
export const clientKinds: readonly Kind[] = [
  oneOf("client: gone in the middle", [
    lostAt("while verifying", "simulate", "before"),
    lostAt("before the broadcast", "send", "before"),
    lostAt("after the broadcast", "send", "after"),
  ]),
  {
    name: "client: gone at a random instant",
    app: "remote",
    phase: "together",
    async attempt({ buyer, ...rest }): Promise<Hit> {
      const payment = await mustSign({ buyer, ...rest });
      const answer = await buyer.present(payment, { signal: AbortSignal.timeout(1 + buyer.random.int(40)) });
      return () => answer === "lost";
    },
  },
  {
    name: "client: one header many times at once, on three processes",
    app: "embedded",
    phase: "together",
    async attempt(scene): Promise<Hit> {
      const payment = await mustSign(scene);
      const doors = ["embedded", "remote", "twin", "remote", "embedded", "twin"] as const;
      const answers = await Promise.all(doors.map((app) => scene.buyer.present(payment, { app })));
      return () => answers.some((answer) => answer !== "lost" && [409, 503].includes(answer.status));
    },
  },
  oneOf("client: one header on several files at once", [
    severalFiles("answered", () => undefined),
    severalFiles("answer lost while it settles", ({ world }, { nonce }) => {
      const line = new AbortController();
      world.facilitator.onSettle(nonce, "after", () => line.abort());
      return line.signal;
    }),
  ]),
  {
    name: "client: two authorizations at once, on two processes",
    app: "remote",
    phase: "together",
    async attempt(scene): Promise<Hit> {
      const { buyer } = scene;
      const payments = [await mustSign(scene), await mustSign(scene)];
      const apps = buyer.random.shuffle(["embedded", "remote"] as const);
      await Promise.all(payments.map((payment, at) => buyer.present(payment, { app: apps[at] })));
      return () => buyer.sent.length >= 2;
    },
  },
  {
    name: "client: answer lost, then signs anew at once on the other process",
    app: "remote",
    phase: "together",
    async attempt(scene): Promise<Hit> {
      const { buyer, world } = scene;
      const payment = await mustSign(scene);
      const line = new AbortController();
      world.facilitator.onSettle(payment.nonce, "before", () => line.abort());
      const answer = await buyer.present(payment, { signal: line.signal });
      await buyer.present(await mustSign(scene), { app: "embedded" });
      return () => answer === "lost";
    },
  },
];
