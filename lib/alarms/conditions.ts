import "server-only";
import { statSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { type Check, runCheck, type Shop } from "@/lib/doctor/check";
import { gasAccount } from "@/lib/doctor/gas/account";
import { settlementsOfTheDay, wasteOfTheDay } from "@/lib/doctor/gas/budgets";
import { backups } from "@/lib/doctor/machine/backups";
import { freeSpace } from "@/lib/doctor/machine/free-space";
import { standingFolder } from "@/lib/doctor/machine/standing-folder";
import { areSalesPaused } from "@/lib/health/sales-paused";
import { readUnresolved } from "@/lib/health/unresolved";
import type { AlarmKind } from "@/lib/outbox/schema";
import { settings } from "@/lib/settings/settings";
import { UPLOAD_PART_SIZE } from "@/lib/uploads/schema";

/** Something that is true of the shop now. `place`: a network's name or a setting's; "here" for the machine. */
export type Condition = { kind: AlarmKind; place: string };

/** What the doctor finds, and what the operator is told then. */
const kindOf: Readonly<Record<string, AlarmKind>> = {
  "disk-full": "disk-low",
  "disk-low": "disk-low",
  "inodes-low": "disk-low",
  "backup-missing": "backup-old",
  "backup-old": "backup-old",
  "gas-empty": "gas-low",
  "gas-low": "gas-low",
  "gas-waste-spent": "budget-spent",
  "settlements-spent": "budget-spent",
};
const ofMachine: readonly AlarmKind[] = ["disk-low", "backup-old"];
const checks: readonly Check[] = [freeSpace, backups, gasAccount, settlementsOfTheDay, wasteOfTheDay];

/** Everything that the operator is told about, as it is now. What cannot be checked is left out. */
export async function findConditions(now: Date): Promise<Condition[]> {
  const shop = thisShop(now);
  const findings = (await Promise.all(checks.map((check) => runCheck(check, shop)))).flat();
  const found = findings.flatMap(({ code, about = "" }): Condition[] => {
    const kind = kindOf[code];
    return kind ? [{ kind, place: ofMachine.includes(kind) ? "here" : about }] : [];
  });
  for (const network of settings().networks) {
    if (await areSalesPaused(network, now)) found.push({ kind: "sales-paused", place: network.name });
    if ((await readUnresolved(network, now)) !== undefined)
      found.push({ kind: "settlement-stuck", place: network.name });
  }
  return [...new Map(found.map((one) => [`${one.kind} ${one.place}`, one])).values()];
}

function thisShop(now: Date): Shop {
  return {
    settings: settings(),
    env: {},
    root: process.cwd(),
    now: () => now,
    statfs,
    diskOf: (path) => statSync(standingFolder(path)).dev,
    silence: 0,
    largeSize: UPLOAD_PART_SIZE,
  };
}
