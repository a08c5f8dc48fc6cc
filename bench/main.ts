import { appendFileSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, loadavg, totalmem } from "node:os";
import { measureChallenges } from "./challenges";
import { measureDashboard } from "./dashboard";
import { measureDownload } from "./download";
import { describeFigure, type Figure, reaches } from "./figures";
import { measureFirstByte } from "./first-byte";
import { measureGrowth } from "./growth";
import { measureHostile } from "./hostile";
import { measureInterrupt } from "./interrupt";
import { GIB, type Measurement } from "./measurement";
import { measureMemory } from "./memory-growth";
import { readOptions, usage } from "./options";
import { prepare } from "./prepare";
import { measurePreviews } from "./previews";
import { measurePurchases } from "./purchases";
import { measureTaps } from "./taps";
import { measureUpload } from "./upload";

const measurements: Record<string, Measurement> = {
  upload: measureUpload,
  download: measureDownload,
  memory: measureMemory,
  "first-byte": measureFirstByte,
  purchases: measurePurchases,
  challenges: measureChallenges,
  previews: measurePreviews,
  hostile: measureHostile,
  growth: measureGrowth,
  dashboard: measureDashboard,
  taps: measureTaps,
  interrupt: measureInterrupt,
};
/** Takes many minutes and 10 GiB of disk, so it runs only when it is named. */
const ONLY_BY_NAME = "interrupt";

const options = readOptions(process.argv.slice(2));
if (options === "help") {
  console.log(usage);
  process.exit(0);
}
const { log, only } = options;
const unknown = only.filter((name) => !(name in measurements));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(", ")}. There are: ${Object.keys(measurements).join(", ")}.`);
  process.exit(1);
}
if (log) writeFileSync(log, "");
const say = (words: string) => {
  console.log(words);
  if (log) appendFileSync(log, `${words}\n`);
};

await prepare(say);
say(`npm run bench -- ${process.argv.slice(2).join(" ")}`);
say(
  `${new Date().toISOString()}, ${availableParallelism()} cores (${cpus()[0]?.model}), ${Math.round(totalmem() / GIB)} GiB,`,
);
say(`Node ${process.version}, ${process.platform}; load before: ${loadavg()[0]?.toFixed(2)}`);
if (options.quick) say("Quick: small sizes and few rounds. These figures say only that the programs work.");

const figures: Figure[] = [];
const broken: string[] = [];
const chosen = only.length > 0 ? only : Object.keys(measurements).filter((name) => name !== ONLY_BY_NAME);
for (const name of chosen) {
  say(`\n── ${name} ${"─".repeat(Math.max(0, 60 - name.length))}`);
  const began = Date.now();
  try {
    const made = (await measurements[name]?.({ ...options, say })) ?? [];
    for (const figure of made) say(describeFigure(figure));
    figures.push(...made);
  } catch (error) {
    // The others are measured anyway.
    broken.push(name);
    say(`  ${name} broke off: ${error instanceof Error ? error.stack : error}`);
  }
  say(`  after ${Math.round((Date.now() - began) / 1_000)} s, load ${loadavg()[0]?.toFixed(2)}`);
}

say(`\n── lowest / middle / highest of ${options.runs} rounds ${"─".repeat(30)}`);
for (const figure of figures) say(describeFigure(figure));
for (const name of broken) say(`${name} broke off`);
const missed = figures.filter((figure) => reaches(figure) === false);
say(
  `\nload after: ${loadavg()[0]?.toFixed(2)}; ${missed.length === 0 ? "every target is reached" : "targets missed:"}`,
);
for (const { name } of missed) say(`  ${name}`);
process.exit(broken.length > 0 ? 1 : 0);
