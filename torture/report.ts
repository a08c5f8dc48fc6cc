import type { Buyer, Step } from "./buyer";
import { INVARIANTS } from "./judge";
import { RoomKeeper, TimeKeeper } from "./keepers";
import type { Kind } from "./kind";
import { hitsNeeded } from "./options";
import type { Result } from "./run";
import type { Check } from "./storage-money";
import { ALLOWED, type Waste } from "./waste";

/** Of all purchases, this part has to end in the file. */
const SERVED_AT_LEAST = 0.7;

/** @property hostile kinds of payers who waste gas; `results` has their tries as well */
export type Run = {
  results: Result[];
  /** What is true of storage and balances. */
  money: Check[];
  kinds: readonly Kind[];
  hostile: readonly Kind[];
  runs: number;
  waste: Waste;
};

/** Everything that has to hold, one check per invariant. */
export function verdictOf({ results, money, kinds, hostile, runs, waste }: Run): Check[] {
  const counts = INVARIANTS.map((what) =>
    countCheck(what, results.filter(({ broken }) => broken.includes(what)).length),
  );
  const honest = results.filter(({ kind }) => !kind.wastes);
  const served = honest.filter((result) => result.served).length;
  const needed = hitsNeeded(runs, kinds.length);
  const missed = [
    ...kinds.filter((kind) => hitsOf(results, kind) < needed),
    ...hostile.filter((kind) => hitsOf(results, kind) < 1),
  ].map((kind) => `${kind.name}: ${hitsOf(results, kind)} times in ${triesOf(results, kind).length} tries`);
  return [
    ...counts,
    {
      what: "ended in the file",
      holds: served >= honest.length * SERVED_AT_LEAST,
      said: `${served} of ${honest.length}`,
    },
    ...money,
    countCheck("honest buyers turned away for what others wasted", honest.filter(isTurnedAway).length),
    wasteCheck("gas lost to payers with code, by W", waste.coded, ALLOWED),
    wasteCheck("gas lost to plain keys, by W", waste.keys, 2n * ALLOWED),
    {
      what: `each fault met its moment at least ${needed} times`,
      holds: missed.length === 0,
      said: missed.length === 0 ? "yes" : `not ${missed.join("; not ")}`,
    },
  ];
}

function countCheck(what: string, count: number): Check {
  return { what, holds: count === 0, said: `${count}` };
}

/** Told in the end that nothing more can be settled, and without the file. */
function isTurnedAway({ served, story }: Result): boolean {
  return !served && (story.at(-1)?.what.includes("settlements_spent") ?? false);
}

function wasteCheck(what: string, { lost, transactions }: Waste["keys"], most: bigint): Check {
  const part = (wei: bigint) => (Number((wei * 1_000n) / ALLOWED) / 1_000).toFixed(3);
  return { what, holds: lost <= most, said: `${part(lost)} of ${part(most)}, in ${transactions} transactions` };
}

function triesOf(results: Result[], kind: Kind): Result[] {
  return results.filter((result) => result.kind === kind);
}

function hitsOf(results: Result[], kind: Kind): number {
  return triesOf(results, kind).filter(({ hit }) => hit).length;
}

export function printReport(results: Result[], kinds: readonly Kind[], checks: Check[]): void {
  console.log(`\n${"kind of fault".padEnd(62)} injected  hit  served`);
  for (const kind of kinds) {
    const of = triesOf(results, kind);
    const served = of.filter((result) => result.served).length;
    const cells = [
      String(of.length).padStart(8),
      String(hitsOf(results, kind)).padStart(4),
      String(served).padStart(7),
    ];
    console.log(`${kind.name.padEnd(62)} ${cells.join(" ")}`);
  }
  for (const what of ["file", "bundle", "room", "time"]) {
    const of = results.filter(({ buyer, kind }) => !kind.wastes && whatOf(buyer) === what);
    console.log(
      `${`bought: ${what}`.padEnd(62)} ${String(of.length).padStart(8)} ${" ".repeat(4)} ${String(of.filter((one) => one.served).length).padStart(7)}`,
    );
  }
  for (const { kind, buyer, broken, served, charges, story } of results) {
    if (broken.length === 0 && (served || kind.wastes)) continue;
    const how = broken.length > 0 ? broken.join(", ") : "went without the file";
    console.log(`\n${how}: ${kind.name}; ${buyer.habit}; charged ${charges} times; ${buyer.account.address}`);
    console.log(`  ${shorten(story)}`);
  }
  console.log("");
  for (const { what, holds, said } of checks) {
    console.log(`${holds ? "ok  " : "FAIL"} ${what}: ${said}`);
  }
}

function whatOf(buyer: Buyer): string {
  if (buyer instanceof RoomKeeper) return "room";
  if (buyer instanceof TimeKeeper) return "time";
  return buyer.file.file.bundle ? "bundle" : "file";
}

/** Steps that repeat are counted, and of a long story the beginning and the end are told. */
function shorten(story: Step[]): string {
  const parts: { step: string; times: number }[] = [];
  for (const { what: step } of story) {
    const last = parts.at(-1);
    if (last?.step === step) last.times += 1;
    else parts.push({ step, times: 1 });
  }
  const told = parts.map(({ step, times }) => (times > 1 ? `${step} ×${times}` : step));
  const short = told.length > 20 ? [...told.slice(0, 14), `${told.length - 18} more`, ...told.slice(-4)] : told;
  return short.join(" → ");
}
