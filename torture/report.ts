import type { Step } from "./buyer";
import { INVARIANTS } from "./judge";
import type { Kind } from "./kinds";
import { hitsNeeded } from "./options";
import type { Result } from "./run";

/** Of all purchases, this part has to end in the file. */
const SERVED_AT_LEAST = 0.7;

export type Check = { what: string; holds: boolean; said: string };

/** Everything that has to hold, one check per invariant. */
export function verdictOf(results: Result[], kinds: readonly Kind[], runs: number): Check[] {
  const counts = INVARIANTS.map((what) => {
    const count = results.filter(({ broken }) => broken.includes(what)).length;
    return { what, holds: count === 0, said: `${count}` };
  });
  const served = results.filter((result) => result.served).length;
  const needed = hitsNeeded(runs, kinds.length);
  const missed = kinds.filter((kind) => hitsOf(results, kind) < needed);
  return [
    ...counts,
    {
      what: "ended in the file",
      holds: served >= results.length * SERVED_AT_LEAST,
      said: `${served} of ${results.length}`,
    },
    {
      what: `each fault met its moment at least ${needed} times`,
      holds: missed.length === 0,
      said: missed.length === 0 ? "yes" : `not: ${missed.map(({ name }) => name).join("; ")}`,
    },
  ];
}

function hitsOf(results: Result[], kind: Kind): number {
  return results.filter((result) => result.kind === kind && result.hit).length;
}

export function printReport(results: Result[], kinds: readonly Kind[], runs: number): void {
  console.log(`\n${"kind of fault".padEnd(62)} injected  hit  served`);
  for (const kind of kinds) {
    const of = results.filter((result) => result.kind === kind);
    const served = of.filter((result) => result.served).length;
    const cells = [
      String(of.length).padStart(8),
      String(hitsOf(results, kind)).padStart(4),
      String(served).padStart(7),
    ];
    console.log(`${kind.name.padEnd(62)} ${cells.join(" ")}`);
  }
  for (const { kind, buyer, broken, served, charges, story } of results) {
    if (broken.length === 0 && served) continue;
    const how = broken.length > 0 ? broken.join(", ") : "went without the file";
    console.log(`\n${how}: ${kind.name}; ${buyer.habit}; charged ${charges} times; ${buyer.account.address}`);
    console.log(`  ${shorten(story)}`);
  }
  console.log("");
  for (const { what, holds, said } of verdictOf(results, kinds, runs)) {
    console.log(`${holds ? "ok  " : "FAIL"} ${what}: ${said}`);
  }
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
