import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { present, signFor } from "../e2e/buyer";
import type { RefundStatement } from "../lib/refunds/schema";
import { signTransfer } from "../test/sign-payment";
import { sha256 } from "../torture/http";
import { slightOf } from "./judge";
import type { OpenShop } from "./shop";
import { newAgent, send } from "./wire";

/** What an honest person could not do; and how often everything worked. */
export type Honest = { rounds: number; slights: string[] };

/** A round takes as long at least (ms): 60 uploads a minute from one address are the limit, and honest people stay below. */
const ROUND = 1_500;

/** Sells and refunds, over and over: upload, sale, purchase by a new buyer, refund. Finishes its current round. */
export async function sellAndRefund(shop: OpenShop, isRetried: () => boolean): Promise<Honest> {
  const told: Honest = { rounds: 0, slights: [] };
  while (isRetried()) {
    const next = performance.now() + ROUND;
    let step = "the seller uploads and sells";
    try {
      const sold = await shop.seller.sell({ price: "0.25" });
      const buyer = privateKeyToAccount(generatePrivateKey());
      await shop.stack.chain.fund(buyer.address, 1_000_000n);
      step = "the buyer pays";
      const { header } = await signFor(sold.file.url, buyer);
      const paid = await present(sold.file.url, header);
      const bytes = Buffer.from(await paid.arrayBuffer());
      if (paid.status !== 200) throw new Error(`${paid.status} ${bytes.toString("utf8").slice(0, 200)}`);
      if (sha256(bytes) !== sold.sha256) throw new Error("other bytes than were sold");
      step = "the seller refunds";
      await refund(shop, paid.headers.get("payment-id") ?? "");
      told.rounds += 1;
    } catch (error) {
      told.slights.push(`${step}: ${error instanceof Error ? error.message : error}`);
    }
    await sleep(Math.max(0, next - performance.now()));
  }
  return told;
}

async function refund({ seller, stack }: OpenShop, paymentId: string): Promise<void> {
  const path = `/api/payments/${paymentId}/refund`;
  const ask = async <T>(to: string, body: unknown) => {
    const response = await seller.request("POST", to, body);
    if (!response.ok) throw new Error(`${response.status} ${(await response.text()).slice(0, 200)}`);
    return (await response.json()) as T;
  };
  const { domain, message } = await ask<RefundStatement>(`${path}/statement`, { from: seller.address });
  const signature = await signTransfer(stack.chain.accounts.seller, domain, message);
  const { validAfter, validBefore } = message;
  const given = { from: seller.address, validAfter, validBefore, signature, endsAccess: true };
  const { state, reason } = await ask<{ state: string; reason: string | null }>(path, given);
  if (state === "failed") throw new Error(`the refund failed: ${reason}`);
}

/** Waiting in ms. */
export type Waiting = { healthz: number[]; page: number[]; slights: string[] };

/** Requests `/healthz` and a file's page, some times a second, until told to stop. */
export async function visit(shop: OpenShop, address: string, isRetried: () => boolean): Promise<Waiting> {
  const waited: Waiting = { healthz: [], page: [], slights: [] };
  const agent = newAgent(1);
  const look = async (path: string, accept: string, times: number[]) => {
    const began = performance.now();
    const answer = await send(
      shop.origin,
      { method: "GET", path, headers: { accept, "x-forwarded-for": address } },
      agent,
    );
    times.push(performance.now() - began);
    const slight = slightOf(answer);
    // A very frequent visitor may be asked to wait; that is no failure.
    if (slight && !slight.startsWith("429")) waited.slights.push(`the visitor asks for ${path}: ${slight}`);
  };
  while (isRetried()) {
    await look("/healthz", "*/*", waited.healthz);
    await look(`/f/${shop.fileId}`, "text/html", waited.page);
    await sleep(250);
  }
  agent.destroy();
  return waited;
}
