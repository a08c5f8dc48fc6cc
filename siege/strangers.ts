import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { signInSeller } from "../e2e/seller";
import type { Random } from "../test/random";
import { faultOf } from "./judge";
import { findTargets, hostileRequest, type Target } from "./requests";
import { shapes } from "./shapes";
import type { OpenShop } from "./shop";
import { type Answer, newAgent, send, type Wire } from "./wire";

/** They come from so many addresses: half of them in one network (a /56), the others each in one of its own. */
const STRANGERS = 100;
const AT_ONCE = 16;
/** Refusals one after the other, of different strangers: there is nothing left to take. */
const ENOUGH = 50;

export type Crowd = {
  /** Every stranger's address. */
  addresses: string[];
  /** Answers by status. */
  statuses: Map<number, number>;
  /** Responses that nobody should get, each reported once. */
  faults: Map<string, string>;
  /** Doors on which a limit was reached. */
  limited: Set<string>;
  /** Requests without a response: reported, not judged. */
  lost: string[];
  ask(wire: Wire, address: string, what: string): Promise<Answer | "lost">;
  leave(): void;
};

export function gather(shop: OpenShop, documented: ReadonlySet<string>): Crowd {
  const agent = newAgent(AT_ONCE * 2);
  const statuses = new Map<number, number>();
  const faults = new Map<string, string>();
  const lost: string[] = [];
  const ofOneNetwork = (at: number) => `2a0d:1:1:${at.toString(16)}::1`;
  const ofItsOwn = (at: number) => `2a0d:${(at + 16).toString(16)}::1`;
  return {
    addresses: Array.from({ length: STRANGERS }, (_, at) => (at % 2 ? ofOneNetwork(at) : ofItsOwn(at))),
    statuses,
    faults,
    limited: new Set(),
    lost,
    async ask(wire, address, what) {
      const headers = { ...wire.headers, "x-forwarded-for": wire.headers["x-forwarded-for"] ?? address };
      const answer = await send(shop.origin, { ...wire, headers }, agent);
      const status = answer === "lost" ? 0 : answer.status;
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      const fault = answer === "lost" ? null : faultOf(answer, shop.secrets, documented);
      const door = what.split(",")[0];
      if (answer === "lost") lost.push(what);
      if (fault && !faults.has(`${fault}: ${door}`)) faults.set(`${fault}: ${door}`, what);
      return answer;
    },
    leave: () => agent.destroy(),
  };
}

/** Runs a number of loops side by side. */
const together = (loop: () => Promise<void>) => Promise.all(Array.from({ length: AT_ONCE }, loop));

/**
 * Announces uploads and sends no byte: as much as each stranger may, then as much as new wallets may, in ever smaller
 * sizes, until nothing more is taken; then as many as there can be.
 */
export async function announceUploads(shop: OpenShop, crowd: Crowd, isRetried: () => boolean): Promise<void> {
  const { maxFileSize } = shop;
  const announce = async (size: number, address: string, cookie?: string) => {
    const headers = { origin: shop.origin, "tus-resumable": "1.0.0", "upload-length": String(size) };
    const wire = { method: "POST", path: "/api/uploads", headers: { ...headers, ...(cookie ? { cookie } : {}) } };
    const answer = await crowd.ask(wire, address, "POST /api/uploads, room announced and not used");
    return answer !== "lost" && answer.status === 201;
  };
  const fill = async (address: string, cookie?: string) => {
    for (let size = maxFileSize; size >= 4_096; )
      if (!(await announce(size, address, cookie))) size = Math.floor(size / 4);
  };
  await fill(crowd.addresses[0] as string);
  await fill(crowd.addresses[2] as string);
  for (const address of crowd.addresses.slice(4, 7)) {
    const { cookie } = await signInSeller(shop.origin, privateKeyToAccount(generatePrivateKey()));
    await fill(address, cookie);
  }
  const all = crowd.addresses.flatMap((address) => Array.from({ length: 10 }, () => address));
  let refused = 0;
  await together(async () => {
    for (let address = all.pop(); address && refused < ENOUGH && isRetried(); address = all.pop()) {
      refused = (await announce(1, address)) ? 0 : refused + 1;
    }
  });
}

/**
 * One door of each bundle that Next makes: a class of a library is another one in each, and what one bundle throws the
 * other does not know again. These are tried in any case.
 */
const OF_EACH_BUNDLE = ["POST /api/locale", "POST /api/uploads/[[...path]]", "DELETE /api/files/[fileId]"];

/** Asks each door what it is for, a little more often than one address may; the doors with the lowest limits first. */
export async function exhaustLimits(
  shop: OpenShop,
  crowd: Crowd,
  most: number,
  isRetried: () => boolean,
): Promise<void> {
  const targets = findTargets(shop)
    .filter(({ door }) => (door.limit ?? 0) > 0 && (door.limit ?? 0) <= most)
    .sort((one, other) => rank(one) - rank(other));
  for (const [at, target] of targets.entries()) {
    if (!isRetried() && rank(target) > 0) return;
    await exhaust(crowd, target, `2a0e:${(at + 1).toString(16)}::1`);
  }
}

function rank({ name, door }: Target): number {
  return OF_EACH_BUNDLE.includes(name) ? 0 : (door.limit ?? 0);
}

async function exhaust(crowd: Crowd, { name, plain, door }: Target, address: string): Promise<void> {
  let left = (door.limit ?? 0) + AT_ONCE;
  await together(async () => {
    while (left-- > 0) {
      const answer = await crowd.ask(plain, address, `${name}, more often than the limit of ${door.limit}`);
      if (answer !== "lost" && answer.status === 429) crowd.limited.add(name);
    }
  });
}

/** Hostile and cheap requests of all kinds, as fast as the responses come. */
export async function flood(shop: OpenShop, crowd: Crowd, random: Random, isRetried: () => boolean): Promise<void> {
  const targets = findTargets(shop);
  await together(async () => {
    while (isRetried()) {
      const target = random.pick(targets);
      const address = random.pick(crowd.addresses);
      const place = random.pick(target.places);
      const shape = shapes.find(({ name }) => name === place.first && random.int(2)) ?? random.pick(shapes);
      const wire = random.int(2) ? target.plain : hostileRequest({ target, place, shape }, random, address);
      await crowd.ask(wire, address, `${target.name}, ${place.name}, ${shape.name}`);
    }
  });
}
