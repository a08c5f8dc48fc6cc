import "server-only";
import { existsSync } from "node:fs";
import { inspectDatabase } from "@/lib/db/inspect";
import type { Check } from "@/lib/doctor/check";
import { type Finding, fine, trouble } from "@/lib/doctor/finding";

const GO_BACK = "Stop the shop and go back to a copy: docs/operate/upgrade.md says how.";

/** Integrity, and whether the database is of this version. */
export const database: Check = {
  name: "database",
  run({ settings: { databaseUrl } }) {
    const about = databaseUrl.replace(/^file:/, "");
    if (!existsSync(about)) {
      const words =
        "There is no database. If this shop has sold before, DATA_DIR or DATABASE_URL leads to the wrong place.";
      return [
        trouble("database-missing", { about, words, fix: "Start the shop, which makes one, or correct the setting." }),
      ];
    }
    const findings = judge(inspectDatabase(databaseUrl), about);
    return findings.length > 0 ? findings : [fine("database", "The database is whole and up to date.", about)];
  },
};

function judge({ damage, pending, foreign, broken }: ReturnType<typeof inspectDatabase>, about: string): Finding[] {
  if (damage.length > 0) {
    const words = `The database is damaged: ${damage.join("; ")}.`;
    const fix = `Stop the shop now and keep what is there. ${GO_BACK} Check the disk as well.`;
    return [trouble("database-damaged", { about, words, fix })];
  }
  if (broken.length > 0) {
    const words = `An update of the database broke off half-way: ${broken.join(", ")}.`;
    return [trouble("migration-broken", { about, words, fix: GO_BACK })];
  }
  if (foreign.length > 0) {
    const words = `A newer or changed version of Filekiosk has used this database: ${foreign.join(", ")}.`;
    return [trouble("database-newer", { about, words, fix: `Start that version. Or: ${GO_BACK}` })];
  }
  if (pending.length > 0) {
    const words = `The database is of an older version and lacks: ${pending.join(", ")}.`;
    const fix = "Restart the shop, or run `npm run migrate` while it is stopped.";
    return [trouble("migrations-pending", { about, words, fix })];
  }
  return [];
}
