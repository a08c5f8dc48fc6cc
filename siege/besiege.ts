import { performance } from "node:perf_hooks";
import type { Random } from "../test/random";
import { type Honest, sellAndRefund, visit, type Waiting } from "./honest";
import type { OpenShop } from "./shop";
import { openSlowSockets } from "./slow-sockets";
import { announceUploads, type Crowd, exhaustLimits, flood, gather } from "./strangers";

export type Siege = { calm: Waiting; besieged: Waiting; honest: Honest; crowd: Crowd; lag: string };

/** How long each part lasts, ms; `limit`: doors with a higher limit are not exhausted. */
export type Length = { calm: number; announcements: number; limits: number; flood: number; limit: number };
export const SHORT: Length = { calm: 2_000, announcements: 5_000, limits: 8_000, flood: 8_000, limit: 130 };
export const LONG: Length = { calm: 10_000, announcements: 60_000, limits: 120_000, flood: 120_000, limit: 3_000 };

const after = (ms: number) => {
  const end = performance.now() + ms;
  return () => performance.now() < end;
};

/** A hundred strangers, slow sockets and floods, together with a seller, buyers and a visitor, who start earlier. */
export async function besiege(
  shop: OpenShop,
  random: Random,
  documented: ReadonlySet<string>,
  length: Length,
  say: (what: string) => void,
): Promise<Siege> {
  const calm = await visit(shop, "2a0f:1::1", after(length.calm));
  await readLag(shop);
  const crowd = gather(shop, documented);
  let going = true;
  const honest = sellAndRefund(shop, () => going);
  const visitor = visit(shop, "2a0f:2::1", () => going);
  let slow = 0;
  const leave = openSlowSockets(shop, () => `2a0f:3:${(slow++).toString(16)}::1`);
  try {
    say("uploads that are announced and never sent");
    await announceUploads(shop, crowd, after(length.announcements));
    say("the limits of each door");
    await exhaustLimits(shop, crowd, length.limit, after(length.limits));
    say("a flood");
    await flood(shop, crowd, random, after(length.flood));
  } finally {
    going = false;
    leave();
    crowd.leave();
  }
  const lag = await readLag(shop);
  return { calm, besieged: await visitor, honest: await honest, crowd, lag };
}

/** The event loop's delay since it was last asked for, by the server's own numbers. */
async function readLag(shop: OpenShop): Promise<string> {
  const headers = { Authorization: `Bearer ${shop.metricsToken}`, "X-Forwarded-For": "2a0f:4::1" };
  const text = await fetch(`${shop.origin}/metrics`, { headers }).then((response) => response.text());
  const of = (name: string) => {
    const [, seconds] = new RegExp(`^nodejs_eventloop_lag_${name}_seconds (\\S+)`, "m").exec(text) ?? [];
    return seconds === undefined ? "?" : `${(Number(seconds) * 1_000).toFixed(0)} ms`;
  };
  return `median ${of("p50")}, 99 % ${of("p99")}, worst ${of("max")}`;
}
