import { setTimeout as sleep } from "node:timers/promises";
import type { SoldFile } from "../e2e/seller";
import { type Random, seeded } from "../test/random";
import { Buyer, HABITS, type Step } from "./buyer";
import { judge, untilResolved, type Verdict } from "./judge";
import { type KeptFile, RoomKeeper, TimeKeeper } from "./keepers";
import type { Hit, Kind } from "./kind";
import { hitsNeeded, howMany, howManyMore, type Options } from "./options";
import type { Transfer } from "./oracle";
import { type Check, checkStorage } from "./storage-money";
import { APPS, PRICE, type World } from "./world";

/** Purchases that run at once by each way to settle. Most of them wait. */
const AT_ONCE = 24;
/** A machine that was too busy for the moments of one round has half as many at once in the next, down to these. */
const AT_ONCE_AT_LEAST = 4;
/** Buyers whom one event may hit: more of them, and the events would be too few. */
const PER_EVENT = { reorganise: 24, crash: 6, freeze: 12 };
/** How long somebody comes back (ms): longer than a payment can stay open after a crash. */
const PATIENCE = 200_000;
const VALID_FOR = 120;
/** The same of those who only waste gas: they do not care for the file. */
const HOSTILE_PATIENCE = 12_000;
const HOSTILE_VALID_FOR = 60;
/** Enough for four files: whoever is charged twice can pay. */
const MONEY = 1_000_000n;
/** How often the kinds are dealt again that missed their moment by chance. */
const ROUNDS = 8;
/** Whoever was charged, and had given up before he knew, comes back once more for so long (ms). */
const COLLECTS_FOR = 20_000;
/** How often a file is put up for sale while the server is busy with what fails. */
const SALES_TRIED = 60;
const PREPARED_AT_ONCE = 8;
/** Files whose storage is paid for, and the most days that one payment adds. */
const KEPT_FILES = 3;
const MOST_DAYS = 5;
const JUDGED_AT_ONCE = 16;

export type Result = Verdict & { kind: Kind; buyer: Buyer; hit: boolean; story: Step[] };

type Intent = { kind: Kind; buyer: Buyer; thieves: Buyer[]; hit: Hit; coming: Promise<void> };

/**
 * Deals the kinds of fault to the purchases, lets all of them happen, and judges each when everybody is done. A kind that
 * missed its moment too often gets more purchases.
 *
 * @param hostile kinds of payers who waste gas, mixed among the first of the others
 */
export async function runAll(
  world: World,
  kinds: readonly Kind[],
  hostile: readonly Kind[],
  options: Options,
): Promise<{ results: Result[]; money: Check[] }> {
  const random = seeded(options.seed);
  const purchases = howMany(options.runs, kinds.length);
  const needed = hitsNeeded(purchases, kinds.length);
  const kept = await makeKept(world, random);
  const intents: Intent[] = [];
  const tries = hostile.length > 0 ? options.hostile : 0;
  let dealt = random.shuffle([...inTurn(kinds, purchases), ...inTurn(hostile, tries)]);
  for (let round = 0; round < ROUNDS && dealt.length > 0; round += 1) {
    const prepared = await prepareAll(world, dealt, kept, random);
    say(`${prepared.length} prepared`);
    intents.push(...prepared);
    await happen(world, prepared, Math.max(AT_ONCE_AT_LEAST, AT_ONCE >> round));
    dealt = [...kinds, ...hostile].flatMap((kind) => {
      const of = intents.filter((intent) => intent.kind === kind);
      const hits = of.filter(({ hit }) => hit()).length;
      const most = kind.wastes ? 1 : needed;
      const more = howManyMore({ needed: most, hits, tries: of.length });
      if (more > 0) say(`${kind.name}: met its moment ${hits} of ${most} times in ${of.length} tries; ${more} more`);
      return Array.from({ length: more }, () => kind);
    });
  }
  await Promise.all(intents.map(({ coming }) => coming));
  const results = await judgeAll(world, intents);
  return { results, money: await checkStorage(world, results, kept) };
}

function inTurn(kinds: readonly Kind[], length: number): Kind[] {
  return Array.from({ length }, (_, at) => kinds[at % kinds.length] as Kind);
}

/** Several at once; what the seed decides does not depend on who is first. */
async function prepareAll(
  world: World,
  kinds: readonly Kind[],
  kept: readonly KeptFile[],
  random: Random,
): Promise<Intent[]> {
  const forks = kinds.map((kind) => ({ kind, random: random.fork() }));
  const prepared = new Map<(typeof forks)[number], Intent>();
  await pool(forks, PREPARED_AT_ONCE, async (fork) => {
    prepared.set(fork, await prepare(world, fork.kind, kept, fork.random));
  });
  return forks.map((fork) => prepared.get(fork) as Intent);
}

/** Files that many pay for, bought before anything fails. */
async function makeKept(world: World, random: Random): Promise<KeptFile[]> {
  const kept: KeptFile[] = [];
  while (kept.length < KEPT_FILES) {
    const [shared] = world.shared;
    const keeper = new RoomKeeper(world, shared as SoldFile, "embedded", "same-header", random.fork(), VALID_FOR);
    await world.chain.fund(keeper.account.address, MONEY);
    await keeper.signInExtension(PATIENCE);
    const [id] = keeper.served;
    if (!id) throw new Error(`Storage cannot be bought: ${keeper.story.map(({ what }) => what).join(", ")}`);
    kept.push({ id, keptUntil: keeper.keptUntil });
  }
  return kept;
}

type NewBuyer = ConstructorParameters<typeof Buyer>;

/** Of the purchases that are not about files alone, every fourth is room for a program, and every fourth time for a file. */
function newBuyer(kind: Kind, kept: readonly KeptFile[], random: Random, of: NewBuyer): Buyer {
  const what = kind.onlyFiles || kind.ownFile || kind.wastes ? "file" : random.pick(["file", "file", "room", "time"]);
  if (what === "file") return new Buyer(...of);
  if (what === "room") return new RoomKeeper(...of);
  const keeper = new TimeKeeper(...of);
  return Object.assign(keeper, { kept: random.pick(kept), days: 1 + random.int(MOST_DAYS) });
}

async function prepare(world: World, kind: Kind, kept: readonly KeptFile[], random: Random): Promise<Intent> {
  const file: SoldFile = kind.ownFile ? await sellNew(world) : random.pick(world.shared);
  const validFor = kind.validFor ?? (kind.wastes ? HOSTILE_VALID_FOR : VALID_FOR);
  const payer = await kind.payer?.(world);
  const buyer = newBuyer(kind, kept, random, [world, file, kind.app, random.pick(HABITS), random, validFor, payer]);
  await world.chain.fund(buyer.account.address, MONEY);
  return { kind, buyer, thieves: [], hit: () => false, coming: Promise.resolve() };
}

/** The seller comes back too, where the server has no room for an upload. */
async function sellNew({ seller }: World): Promise<SoldFile> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await seller.sell({ price: PRICE });
    } catch (error) {
      if (tries === SALES_TRIED) throw error;
      await sleep(1_000);
    }
  }
}

/** The first tries of all; who comes back continues. What the gas account does and what a remote facilitator does, at once. */
async function happen(world: World, intents: Intent[], atOnce: number): Promise<void> {
  const begin = (intent: Intent) => attempt(world, intent);
  const of = (phase: Kind["phase"]) => intents.filter(({ kind }) => kind.phase === phase);
  for (const wave of waves(of("reorganise"), PER_EVENT.reorganise)) await Promise.all(wave.map(begin));
  say("blocks reorganised");
  const buyAll = async (remote: boolean) => {
    const mine = (phase: Kind["phase"]) => of(phase).filter(({ kind }) => (kind.app === "remote") === remote);
    const where = remote ? "remote facilitator" : "embedded facilitator";
    await events(world, mine("crash"), PER_EVENT.crash, begin);
    say(`${where}: processes killed`);
    await pool(mine("together"), atOnce, begin);
    say(`${where}: everything else has failed`);
    await events(world, mine("freeze"), PER_EVENT.freeze, begin);
  };
  await Promise.all([buyAll(false), buyAll(true)]);
  for (const app of APPS) await world.ready(app);
  say("every purchase was tried; waiting for who comes back");
}

/**
 * One wave of buyers after the other, each for one event of its kind. Of the two with one gas key they ask each in turn: one
 * starts again while the other is asked.
 */
async function events(world: World, intents: Intent[], most: number, begin: (intent: Intent) => Promise<void>) {
  for (const [turn, wave] of waves(intents, most).entries()) {
    if (turn % 2 === 1) for (const { buyer } of wave) buyer.otherDoor();
    for (const { buyer } of wave) await world.ready(buyer.door);
    await Promise.all(wave.map(begin));
  }
}

/** Seconds since the program's start. */
function say(what: string): void {
  console.log(`${String(Math.round(performance.now() / 1_000)).padStart(5)} s  ${what}`);
}

async function attempt(world: World, intent: Intent): Promise<void> {
  const { buyer, kind, thieves } = intent;
  const stranger = () => new Buyer(world, buyer.file, kind.app, "claim-token", buyer.random.fork(), VALID_FOR);
  const scene = { world, buyer, thief: (thief: Buyer) => void thieves.push(thief), stranger };
  try {
    intent.hit = await kind.attempt(scene);
  } catch (error) {
    buyer.note(`the first try broke: ${error}`);
  }
  intent.coming = buyer.signInExtension(kind.wastes ? HOSTILE_PATIENCE : PATIENCE);
}

/** Kind by kind: an event is of one kind, so that none takes the moment of another away. */
function waves(intents: Intent[], most: number): Intent[][] {
  const made: Intent[][] = [];
  for (const kind of new Set(intents.map((intent) => intent.kind))) {
    const same = intents.filter((intent) => intent.kind === kind);
    const count = Math.ceil(same.length / most);
    for (let at = 0; at < count; at += 1) made.push(same.filter((_, place) => place % count === at));
  }
  return made;
}

async function pool<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const workers = Array.from({ length: atOnce }, async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await work(next);
  });
  await Promise.all(workers);
}

async function judgeAll(world: World, intents: Intent[]): Promise<Result[]> {
  await pool(intents, JUDGED_AT_ONCE, async ({ buyer }) => {
    await untilResolved(buyer);
    await buyer.collect();
  });
  const paid = payersIn(await world.oracle.transfers());
  await pool(intents, JUDGED_AT_ONCE, async ({ buyer }) => {
    if (buyer.served.size > 0 || !paid.has(buyer.account.address.toLowerCase())) return;
    await buyer.signInExtension(COLLECTS_FOR);
    await untilResolved(buyer);
  });
  const transfers = await world.oracle.transfers();
  const results: Result[] = [];
  await pool(intents, JUDGED_AT_ONCE, async ({ kind, buyer, thieves, hit }) => {
    const story = [...buyer.story];
    results.push({ ...(await judge(buyer, thieves, transfers, world.oracle)), kind, buyer, hit: hit(), story });
  });
  return results;
}

/** Addresses, in lower case, whose money has moved. */
function payersIn(transfers: Transfer[]): Set<string> {
  return new Set(transfers.filter(({ standing }) => standing).map(({ from }) => from));
}
