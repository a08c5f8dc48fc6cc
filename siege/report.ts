import type { Siege } from "./besiege";
import { MAX_TIMES, median } from "./judge";
import type { DoorCost, Measured } from "./measure";

export type Check = { what: string; holds: boolean; said: string };

/** What the costs have to show. */
export function verdictOfCosts({ doors, faults }: Measured): Check[] {
  const dear = doors.filter(({ tooDear }) => tooDear.length > 0);
  const refused = doors.filter(({ status }) => status === 0 || status === 429 || status >= 500);
  return [
    {
      what: `no hostile request costs more than ${MAX_TIMES} times the plain one`,
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

/** What the siege has to show. */
export function verdictOfSiege({ besieged, honest, crowd }: Siege): Check[] {
  const said = (list: readonly string[]) => (list.length === 0 ? "none" : `${list.length}, first: ${list[0]}`);
  return [
    {
      what: "the honest seller and his buyers meet no 5xx, no 429 and no silence",
      holds: honest.slights.length === 0,
      said: said(honest.slights),
    },
    {
      what: "files were sold and refunded meanwhile",
      holds: honest.rounds > 0,
      said: String(honest.rounds),
    },
    {
      what: "the visitor meets no 5xx and no silence",
      holds: besieged.slights.length === 0,
      said: said(besieged.slights),
    },
    {
      what: "no answer to strangers with a stack trace, a secret or an error that is not documented",
      holds: crowd.faults.size === 0,
      said: said([...crowd.faults.keys()]),
    },
    {
      what: "limits were reached",
      holds: crowd.limited.size > 0,
      said: `on ${crowd.limited.size} doors`,
    },
  ];
}

export function printSiege({ calm, besieged, honest, crowd, lag }: Siege): void {
  const answers = [...crowd.statuses].sort().map(([status, count]) => `${count} x ${status || "none"}`);
  console.log(`\nstrangers were answered: ${answers.join(", ")}`);
  for (const what of ["healthz", "page"] as const) {
    console.log(`the visitor waited for ${what}: ${waits(besieged[what])}; before the siege ${waits(calm[what])}`);
  }
  console.log(`the event loop's delay: ${lag}`);
  console.log(`sold and refunded: ${honest.rounds}`);
  for (const slight of [...honest.slights, ...besieged.slights].slice(0, 10)) console.log(`SLIGHT ${slight}`);
  for (const what of crowd.lost.slice(0, 10)) console.log(`LOST  ${what}`);
  for (const [fault, example] of crowd.faults) console.log(`FAULT ${fault}; such as ${example}`);
}

function waits(ms: readonly number[]): string {
  return `middle ${median(ms).toFixed(0)} ms, longest ${Math.max(0, ...ms).toFixed(0)} ms (${ms.length} times)`;
}

export function printChecks(checks: readonly Check[]): void {
  console.log("");
  for (const { what, holds, said } of checks) console.log(`${holds ? "ok  " : "FAIL"} ${what}: ${said}`);
}
