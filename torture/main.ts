import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Ending, keepEvidence } from "./evidence";
import type { Kind } from "./kind";
import { hostileKinds, kinds } from "./kinds";
import { howMany, readOptions, usage } from "./options";
import { printReport, verdictOf } from "./report";
import { runAll } from "./run";
import { readWaste } from "./waste";
import { openWorld } from "./world";

const options = readOptions(process.argv.slice(2));
if (options === "help") {
  console.log(usage);
  process.exit(0);
}
const isChosen = ({ name }: Kind) => options.only.length === 0 || options.only.some((part) => name.includes(part));
const chosen = kinds.filter(isChosen);
const hostile = options.hostile > 0 ? hostileKinds.filter(isChosen) : [];
if (chosen.length + hostile.length === 0) {
  console.error(
    `No such kind of fault. There are:\n${[...kinds, ...hostileKinds].map(({ name }) => `  ${name}`).join("\n")}`,
  );
  process.exit(1);
}

const tries = hostile.length > 0 ? options.hostile : 0;
console.log(
  `${howMany(options.runs, chosen.length)} purchases, ${chosen.length} kinds of fault, ${tries} hostile tries, seed ${options.seed}`,
);
const began = Date.now();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    console.log(`Stopped before the end: this says nothing. The seed was ${options.seed}.`);
    process.exit(1);
  });
}
const world = await openWorld();
let passed = false;
const ending: Ending = { options };
try {
  const { results, money } = await runAll(world, chosen, hostile, options);
  const waste = await readWaste(world, results);
  const checks = verdictOf({ results, money, kinds: chosen, hostile, runs: options.runs, waste });
  printReport(results, [...chosen, ...hostile], checks);
  Object.assign(ending, { results, checks });
  passed = checks.every(({ holds }) => holds);
  if (options.report) writeFileSync(options.report, JSON.stringify(checks));
} finally {
  if (!passed) {
    const folder = join(tmpdir(), `filekiosk-torture-${options.seed}-${began}`);
    await keepEvidence(world, folder, ending);
    console.log(`What tells how it came to this: ${folder}`);
  }
  await world.stop();
}
const only = options.only.length > 0 ? ` --only ${JSON.stringify(options.only.join(","))}` : "";
console.log(
  `after ${Math.round((Date.now() - began) / 1_000)} s; again with: npm run torture -- --runs ${options.runs} --hostile ${options.hostile} --seed ${options.seed}${only}`,
);
process.exit(passed ? 0 : 1);
