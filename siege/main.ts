import { join } from "node:path";
import { errorTable } from "../lib/errors";
import { seeded } from "../test/random";
import { besiege, LONG, SHORT } from "./besiege";
import { compareDoors } from "./doors";
import { measureDoors } from "./measure";
import { readOptions, usage } from "./options";
import { type Check, printChecks, printCosts, printSiege, verdictOfCosts, verdictOfSiege } from "./report";
import { findRoutes } from "./routes";
import { openShop } from "./shop";

/** How long attacks are measured one by one, ms. */
const MEASURED = 15_000;
const MEASURED_LONG = 600_000;

const options = readOptions(process.argv.slice(2));
if (options === "help") {
  console.log(usage);
  process.exit(0);
}
const { seed, long } = options;
const again = `npm run siege -- ${long ? "--long " : ""}--seed ${seed}`;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    console.log(`Stopped before the end: this says nothing. Again with: ${again}`);
    process.exit(1);
  });
}
console.log(`${long ? "A long siege" : "A short siege"}, seed ${seed}`);
const began = performance.now();
const say = (what: string) => console.log(`${((performance.now() - began) / 1_000).toFixed(0).padStart(4)} s  ${what}`);
const { missing, gone } = compareDoors(findRoutes(join(import.meta.dirname, "..")));
const checks: Check[] = [
  {
    what: "every route has a door in siege/doors.ts",
    holds: missing.length + gone.length === 0,
    said:
      [...missing.map((route) => `${route} has none`), ...gone.map((route) => `${route} is gone`)].join("; ") || "yes",
  },
];
/** The 5xx that are allowed: the server is busy, or its disk is full. */
const documented = new Set(
  Object.entries(errorTable).flatMap(([code, { status }]) =>
    status === 503 || status === 507 ? [`${status} ${code}`] : [],
  ),
);
const shop = await openShop();
try {
  const random = seeded(seed);
  say("what each door costs");
  const measured = await measureDoors(
    shop,
    random.fork(),
    documented,
    performance.now() + (long ? MEASURED_LONG : MEASURED),
  );
  printCosts(measured);
  checks.push(...verdictOfCosts(measured));
  say("a calm day");
  const siege = await besiege(shop, random.fork(), documented, long ? LONG : SHORT, say);
  printSiege(siege);
  checks.push(...verdictOfSiege(siege));
} finally {
  await shop.stop();
}
printChecks(checks);
console.log(`after ${Math.round((performance.now() - began) / 1_000)} s; again with: ${again}`);
process.exit(checks.every(({ holds }) => holds) ? 0 : 1);
