import type { SoldFile } from "../e2e/seller";
import { type Random, seeded } from "../test/random";
import { Buyer, HABITS } from "./buyer";
import { judge, type Verdict } from "./judge";
import type { Hit, Kind } from "./kinds";
import { howMany, type Options } from "./options";
import { makeOracle, type Oracle } from "./oracle";
import { type AppName, PRICE, type World } from "./world";

/** Purchases that run at once. */
const AT_ONCE = 8;
/** Buyers that one crash may hit. */
const PER_CRASH = 6;
/** A crash leaves payments that nobody touches for two minutes; then the reconciler needs its turn. */
const PATIENCE = 165_000;
/** Nobody else is waited for in the last phase. */
const PATIENCE_ALONE = 60_000;
const VALID_FOR = 120;
/** Enough for four files: whoever is charged twice can pay. */
const MONEY = 1_000_000n;

export type Result = Verdict & { kind: Kind; buyer: Buyer; hit: boolean; story: string[] };

type Intent = { kind: Kind; buyer: Buyer; thieves: Buyer[]; fromBlock: bigint; hit: Hit; coming: Promise<void> };

/** Deals the kinds of fault to the purchases, lets all of them happen, and judges each when everybody is done. */
export async function runAll(world: World, kinds: readonly Kind[], { runs, seed }: Options): Promise<Result[]> {
  const random = seeded(seed);
  const oracle = makeOracle(world);
  const purchases = howMany(runs, kinds.length);
  const dealt = random.shuffle(Array.from({ length: purchases }, (_, at) => kinds[at % kinds.length] as Kind));
  const intents: Intent[] = [];
  for (const kind of dealt) intents.push(await prepare(world, kind, random.fork()));
  const of = (phase: Kind["phase"]) => intents.filter(({ kind }) => kind.phase === phase);
  const begin = (intent: Intent) => attempt(world, oracle, intent);

  const crashesOf = async (app: AppName) => {
    for (const wave of waves(of("crash").filter(({ kind }) => kind.app === app))) {
      await Promise.all(wave.map(begin));
      await world.ready();
    }
  };
  await Promise.all([crashesOf("embedded"), crashesOf("remote")]);
  await pool(of("together"), begin);
  await Promise.all(of("together").map(({ coming }) => coming));
  for (const intent of of("alone")) {
    await begin(intent);
    await intent.coming;
  }
  await Promise.all(intents.map(({ coming }) => coming));
  const results: Result[] = [];
  for (const { kind, buyer, thieves, fromBlock, hit } of intents) {
    const story = [...buyer.story];
    results.push({ ...(await judge(buyer, thieves, fromBlock, oracle)), kind, buyer, hit: hit(), story });
  }
  return results;
}

async function prepare(world: World, kind: Kind, random: Random): Promise<Intent> {
  const file: SoldFile = kind.ownFile ? await world.seller.sell({ price: PRICE }) : random.pick(world.shared);
  const validFor = kind.validFor ?? VALID_FOR;
  const buyer = new Buyer(world, file, kind.app, random.pick(HABITS), random, validFor);
  await world.chain.fund(buyer.account.address, MONEY);
  return { kind, buyer, thieves: [], fromBlock: 0n, hit: () => false, coming: Promise.resolve() };
}

async function attempt(world: World, oracle: Oracle, intent: Intent): Promise<void> {
  const { buyer, kind, thieves } = intent;
  const stranger = () => new Buyer(world, buyer.file, kind.app, "claim-token", buyer.random.fork(), VALID_FOR);
  const scene = { world, buyer, oracle, thief: (thief: Buyer) => void thieves.push(thief), stranger };
  try {
    intent.hit = await kind.attempt(scene);
  } catch (error) {
    buyer.story.push(`the first try broke: ${error}`);
  }
  intent.coming = buyer.comeBack(Date.now() + (kind.phase === "alone" ? PATIENCE_ALONE : PATIENCE));
}

/** Buyers of one kind, so many at once as one crash is meant to hit. */
function waves(intents: Intent[]): Intent[][] {
  const made: Intent[][] = [];
  for (const kind of new Set(intents.map((intent) => intent.kind))) {
    const same = intents.filter((intent) => intent.kind === kind);
    for (let at = 0; at < same.length; at += PER_CRASH) made.push(same.slice(at, at + PER_CRASH));
  }
  return made;
}

async function pool(intents: Intent[], work: (intent: Intent) => Promise<void>): Promise<void> {
  const waiting = [...intents];
  const workers = Array.from({ length: AT_ONCE }, async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await work(next);
  });
  await Promise.all(workers);
}
