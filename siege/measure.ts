import type { Random } from "../test/random";
import { processorTime } from "./costs";
import { faultOf, MAX_TIMES, median, timesAsMuch } from "./judge";
import { headerPlaces, type Place } from "./places";
import { type Attack, addresses, attacksIn, findTargets, hostileRequest, type Target } from "./requests";
import { HOSTILE_LENGTH } from "./shapes";
import type { OpenShop } from "./shop";
import { type Answer, newAgent, send, type Wire } from "./wire";

/**
 * The result of one route. `plain`: ms of processor time; `times`: the most expensive hostile request relative to the
 * plain one.
 */
export type DoorCost = {
  name: string;
  plain: number;
  status: number;
  attacks: number;
  worst: { times: number; place: string; shape: string } | null;
  tooDear: { times: number; place: string; shape: string; ms: number }[];
};

export type Measured = {
  doors: DoorCost[];
  /** The least that a plain request counts as, ms. */
  floor: number;
  sent: number;
  rounds: number;
  /** Responses that no stranger should get, each reported once. */
  faults: Map<string, string>;
};

const WARM = 4;
const PLAIN_TIMES = 5;
/** A request that looks too expensive is repeated this often; near the limit more often. */
const AGAIN = 2;
const AGAIN_NEAR = 6;
const CLEARLY = 4;
/** On so many doors one kind of fault is shown; further ones would only take the time of other kinds. */
const TOLD = 3;
/** URI and header fields too large. */
const TOO_LONG = new Set([414, 431]);
const SHORTEST = 60;

/**
 * Sends every attack by itself, one after the other, and reads what the server's process used meanwhile. A request that
 * seems too expensive is repeated, in turn with the plain one: the medians of both decide.
 *
 * @param until when to stop (`performance.now()`); what a door itself reads is always tried once
 */
export async function measureDoors(shop: OpenShop, random: Random, codes: ReadonlySet<string>, until: number) {
  const targets = findTargets(shop);
  const meter = makeMeter(shop, codes);
  const doors = new Map<Target, DoorCost>();
  for (const target of targets) doors.set(target, await plainCost(meter, target));
  const floor = median([...doors.values()].map(({ plain }) => plain));
  let rounds = 0;
  for (const round of attacksIn(targets, random)) {
    for (const attack of [...random.shuffle(round)].sort((one, other) => Number(isOwn(other)) - Number(isOwn(one)))) {
      if (performance.now() > until && (rounds > 0 || !isOwn(attack))) break;
      await tryAttack(meter, attack, doors.get(attack.target) as DoorCost, floor, random);
    }
    if (performance.now() > until) break;
    rounds += 1;
  }
  return { doors: [...doors.values()], floor, sent: meter.sent(), rounds, faults: meter.faults } satisfies Measured;
}

/** Fills what this door reads, and not what every door is sent. */
function isOwn({ target: { door }, place }: Attack): boolean {
  return !headerPlaces.includes(place) || (door.reads ?? []).some((name) => place.name.startsWith(name));
}

/** One fault that one fix would remove: the same shape in the same place, whatever the parameter's name. */
function kindOf({ place, shape }: Attack): string {
  const name = place.name.replace(/^(query|body|form|path) [\w.]+/, "$1 …");
  return name.endsWith("many times") ? name : `${name}: ${shape.name}`;
}

function makeMeter(shop: OpenShop, codes: ReadonlySet<string>) {
  const agent = newAgent(1);
  const pid = shop.stack.app.pid;
  const address = addresses();
  const faults = new Map<string, string>();
  const kinds = new Map<string, number>();
  const lengths = new Map<Place, number>();
  let count = 0;
  /** An upload that was begun keeps room from the next ones. */
  const undo = async ({ headers }: Answer) => {
    const token = headers["upload-token"];
    if (token === undefined || !headers.location) return;
    const path = new URL(headers.location, shop.origin).pathname;
    const own = { origin: shop.origin, "tus-resumable": "1.0.0", "upload-token": String(token) };
    await send(shop.origin, { method: "DELETE", path, headers: { ...own, "x-forwarded-for": address() } }, agent);
  };
  return {
    address,
    found: (kind: string) => void kinds.set(kind, (kinds.get(kind) ?? 0) + 1),
    /** How much to fill a place with: less than the length that was rejected. */
    lengthFor: (place: Place) => lengths.get(place) ?? HOSTILE_LENGTH,
    shorten: (place: Place, length: number) => void lengths.set(place, Math.max(SHORTEST, Math.floor(length * 0.6))),
    timesFound: (kind: string) => kinds.get(kind) ?? 0,
    faults,
    sent: () => count,
    /** Processor time in ms of one request, and its answer. */
    async cost(wire: Wire, what: string): Promise<{ ms: number; answer: Answer | "lost" }> {
      count += 1;
      const before = processorTime(pid);
      const answer = await send(shop.origin, wire, agent);
      const ms = processorTime(pid) - before;
      if (answer !== "lost") await undo(answer);
      const fault = answer === "lost" ? null : faultOf(answer, shop.secrets, codes);
      if (fault && !faults.has(`${fault}: ${what.split(",")[0]}`)) faults.set(`${fault}: ${what.split(",")[0]}`, what);
      return { ms, answer };
    },
  };
}

type Meter = ReturnType<typeof makeMeter>;

const plainWire = (meter: Meter, { plain }: Target): Wire => ({
  ...plain,
  headers: { ...plain.headers, "x-forwarded-for": meter.address() },
});

async function plainCost(meter: Meter, target: Target): Promise<DoorCost> {
  const what = `${target.name}, plain`;
  // Compiles, fills caches, opens what is opened once.
  for (let warm = 0; warm < WARM; warm += 1) await meter.cost(plainWire(meter, target), what);
  const costs: number[] = [];
  let status = 0;
  for (let time = 0; time < PLAIN_TIMES; time += 1) {
    const { ms, answer } = await meter.cost(plainWire(meter, target), what);
    costs.push(ms);
    status = answer === "lost" ? 0 : answer.status;
  }
  return { name: target.name, plain: median(costs), status, attacks: 0, worst: null, tooDear: [] };
}

async function tryAttack(meter: Meter, attack: Attack, door: DoorCost, floor: number, random: Random): Promise<void> {
  // Told once for each place, and of all doors for some: the others of its kind are fixed with it.
  const kind = kindOf(attack);
  if (door.tooDear.some(({ place }) => place === attack.place.name) || meter.timesFound(kind) >= TOLD) return;
  const what = `${door.name}, ${attack.place.name}, ${attack.shape.name}`;
  const length = meter.lengthFor(attack.place);
  const ask = async () => meter.cost(hostileRequest(attack, random, meter.address(), length), what);
  const first = await ask();
  // Rejected for its length: a text that is just accepted may still be expensive.
  if (first.answer !== "lost" && TOO_LONG.has(first.answer.status)) meter.shorten(attack.place, length);
  const hostile = [first.ms];
  const plain = [door.plain];
  door.attacks += 1;
  let times = timesAsMuch(hostile, plain, floor);
  const again = async (count: number) => {
    for (let time = 0; time < count; time += 1) {
      plain.push((await meter.cost(plainWire(meter, attack.target), `${door.name}, plain`)).ms);
      hostile.push((await ask()).ms);
    }
    times = timesAsMuch(hostile, plain, floor);
  };
  if (times > MAX_TIMES) await again(AGAIN);
  if (times > MAX_TIMES && times < MAX_TIMES * CLEARLY) await again(AGAIN_NEAR);
  const found = { times, place: attack.place.name, shape: attack.shape.name };
  if (!door.worst || times > door.worst.times) door.worst = found;
  if (times > MAX_TIMES) {
    door.tooDear.push({ ...found, ms: median(hostile) });
    meter.found(kind);
  }
}
