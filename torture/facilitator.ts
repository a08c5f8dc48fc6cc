import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { PaymentPayload } from "@x402/core/types";
import type { TestChain } from "../test/chain";
import type { SignedPayment } from "../test/sign-payment";
import { newSubmitter } from "./chain-tools";
import { readAll } from "./rpc-proxy";

/** How a facilitator handles one authorization when it is told to settle. */
export type Mode =
  | "honest"
  | "500-after-broadcast"
  | "500-unsent"
  | "success-unsent"
  | "success-of-another"
  | "failure-after-broadcast"
  | "malformed-after-broadcast"
  | "hang-up-after-broadcast"
  | "silent-after-broadcast"
  | "verify-500"
  | "verify-500-then-broadcast"
  | "verify-no-then-broadcast";

export type HostileFacilitator = {
  url: string;
  /** Chooses how one authorization is treated; `hits` counts how often that happened. */
  treat(nonce: string, mode: Mode): { readonly hits: number };
  /** Runs something when one authorization reaches `/settle`, before or after its transaction is sent. */
  onSettle(nonce: string, when: "before" | "after", run: () => Promise<void> | void): void;
  /** Settles one authorization by somebody's own transaction, and names it in its answer or breaks. */
  settleBy(nonce: string, submit: () => Promise<`0x${string}`>, names: boolean): void;
  /** What it was asked and when (Unix time in ms), for looking at afterwards. */
  asked: { at: number; path: string; nonce: string; mode: Mode }[];
  stop(): void;
};

type Treatment = {
  mode: Mode;
  hits: number;
  before: (() => Promise<void> | void)[];
  after: (() => Promise<void> | void)[];
  submit?: () => Promise<`0x${string}`>;
};
type Signed = Pick<SignedPayment, "authorization" | "signature">;

/** Longer than the app waits for a facilitator. */
const SILENCE = 40_000;

/** After its answer to `/verify`: the shop has long closed the matter then. */
const LATER = 1_000;

/** A remote facilitator on the wire that really settles, but lies, fails or does not respond for chosen authorizations. */
export async function startHostileFacilitator(chain: TestChain): Promise<HostileFacilitator> {
  const submitter = await newSubmitter(chain);
  const treatments = new Map<string, Treatment>();
  const network = chain.network.caip2;
  const asked: HostileFacilitator["asked"] = [];
  /** A settlement of somebody else's, for lies that name a true one. */
  let another = `0x${randomBytes(32).toString("hex")}`;

  function treatmentOf(nonce: string): Treatment {
    const known = treatments.get(nonce.toLowerCase());
    if (known) return known;
    const made: Treatment = { mode: "honest", hits: 0, before: [], after: [] };
    treatments.set(nonce.toLowerCase(), made);
    return made;
  }

  const success = (transaction: string) => ({ success: true, transaction, network });

  async function settle(signed: Signed, req: IncomingMessage, res: ServerResponse): Promise<void> {
    const treatment = treatmentOf(signed.authorization.nonce);
    const { mode } = treatment;
    if (mode !== "honest" && !mode.startsWith("verify")) treatment.hits += 1;
    for (const run of treatment.before) await run();
    if (mode === "500-unsent") return json(res, 500, { error: "down" });
    if (mode === "success-unsent") return json(res, 200, success(`0x${randomBytes(32).toString("hex")}`));
    if (mode === "success-of-another") return json(res, 200, success(another));
    const transaction = await (treatment.submit?.() ?? submitter.submit(signed));
    for (const run of treatment.after) await run();
    switch (mode) {
      case "500-after-broadcast":
        return json(res, 500, { error: "down" });
      case "failure-after-broadcast":
        return json(res, 200, { success: false, errorReason: "invalid_transaction_state", transaction: "", network });
      case "malformed-after-broadcast":
        return void res.writeHead(200, { "Content-Type": "application/json" }).end('{"success":tr');
      case "hang-up-after-broadcast":
        return void req.socket.destroy();
      case "silent-after-broadcast":
        await sleep(SILENCE, undefined, { ref: false });
        return void req.socket.destroy();
      default:
        another = transaction;
        return json(res, 200, success(transaction));
    }
  }

  /** A facilitator asked to verify has the signed payment, and may use it, even after its response. */
  async function verify(signed: Signed, res: ServerResponse): Promise<void> {
    const treatment = treatmentOf(signed.authorization.nonce);
    const { mode } = treatment;
    const payer = signed.authorization.from;
    if (!mode.startsWith("verify") || treatment.hits > 0) return json(res, 200, { isValid: true, payer });
    treatment.hits += 1;
    if (mode === "verify-no-then-broadcast")
      json(res, 200, { isValid: false, invalidReason: "invalid_payload", payer });
    else json(res, 500, { error: "down" });
    if (mode === "verify-500") return;
    await sleep(LATER, undefined, { ref: false });
    await submitter.submit(signed).catch(() => {});
  }

  const server = createServer(async (req, res) => {
    try {
      const body = await readAll(req);
      if (req.url === "/supported") {
        const kinds = [{ x402Version: 2, scheme: "exact", network }];
        return json(res, 200, { kinds, extensions: [], signers: { [network]: [submitter.address] } });
      }
      const { payload } = (JSON.parse(body) as { paymentPayload: PaymentPayload }).paymentPayload;
      const signed = payload as unknown as Signed;
      const { nonce } = signed.authorization;
      asked.push({ at: Date.now(), path: req.url ?? "", nonce, mode: treatmentOf(nonce).mode });
      if (req.url === "/settle") return await settle(signed, req, res);
      return await verify(signed, res);
    } catch {
      req.socket.destroy();
    }
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    treat(nonce, mode) {
      const treatment = treatmentOf(nonce);
      treatment.mode = mode;
      return treatment;
    },
    onSettle(nonce, when, run) {
      treatmentOf(nonce)[when].push(run);
    },
    settleBy(nonce, submit, names) {
      const treatment = treatmentOf(nonce);
      treatment.submit = submit;
      if (!names) treatment.mode = "hang-up-after-broadcast";
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function json(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}
