import { MOST_TIMES } from "./judge";
import type { DoorCost, Measured } from "./measure";

export type Check = { what: string; holds: boolean; said: string };

/** What the costs have to show. */
export function verdictOfCosts({ doors, faults }: Measured): Check[] {
  const dear = doors.filter(({ tooDear }) => tooDear.length > 0);
  const refused = doors.filter(({ status }) => status === 0 || status === 429 || status >= 500);
  return [
    {
      what: `no hostile request costs more than ${MOST_TIMES} times the plain one`,
      holds: dear.length === 0,
      said: dear.length === 0 ? "none" : `on ${dear.length} doors`,
    },
    {
      what: "every plain request is answered",
      holds: refused.length === 0,
      said: refused.length === 0 ? "yes" : refused.map(({ name, status }) => `${name}: ${status || "none"}`).join("; "),
    },
    {
      what: "no answer to hostile text with a stack trace, a secret or an error that is not documented",
      holds: faults.size === 0,
      said: String(faults.size),
    },
  ];
}

/** One line a door; then each fault with what repeats it. */
export function printCosts(measured: Measured): void {
  console.log(`\n${"door".padEnd(58)} answer  plain ms  dearest  by`);
  for (const { name, status, plain, worst } of measured.doors) {
    const times = worst ? `${worst.times.toFixed(1)} x` : "";
    const by = worst ? `${worst.place}: ${worst.shape}` : "";
    console.log(
      `${name.padEnd(58)} ${String(status).padStart(6)}  ${plain.toFixed(2).padStart(8)}  ${times.padStart(7)}  ${by}`,
    );
  }
  console.log(
    `${measured.sent} requests, ${measured.rounds} whole rounds; a plain one counts as ${measured.floor.toFixed(2)} ms at least (the middle of all doors)`,
  );
  for (const door of measured.doors) for (const line of describeDear(door)) console.log(line);
  for (const [fault, example] of measured.faults) console.log(`FAULT ${fault}; such as ${example}`);
}

function describeDear({ name, tooDear }: DoorCost): string[] {
  return tooDear.map(
    ({ times, place, shape, ms }) =>
      `DEAR  ${name}: ${place} filled with ${shape}: ${times.toFixed(1)} times, ${ms.toFixed(0)} ms`,
  );
}

export function printChecks(checks: readonly Check[]): void {
  console.log("");
  for (const { what, holds, said } of checks) console.log(`${holds ? "ok  " : "FAIL"} ${what}: ${said}`);
}
