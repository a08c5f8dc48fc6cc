import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import type { Options } from "./options";
import type { Result } from "./run";
import type { Check } from "./storage-money";
import type { World } from "./world";

type Witnesses = Pick<World, "output" | "facilitator" | "databaseFile" | "oracle" | "chain">;

/** The evidence of a failed run; only `options` when it crashed before its end. */
export type Ending = { options: Options; results?: Result[]; checks?: Check[] };

/**
 * Keeps what tells how a run came to its end, before the world goes: what the apps printed, the ledger, the chain, what the
 * facilitator was asked, and of each purchase that broke something all that its buyer sent and was told.
 *
 * @param folder made when it is not there
 */
export async function keepEvidence(world: Witnesses, folder: string, ending: Ending): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const keepers: Record<string, (path: string) => unknown> = {
    "report.json": (path) => writeJson(path, reportOf(ending)),
    "apps.log": (path) => writeFileSync(path, world.output()),
    "facilitator.json": (path) => writeJson(path, world.facilitator.asked),
    "filekiosk.db": (path) => copyDatabase(world.databaseFile, path),
    "transfers.json": async (path) => writeJson(path, await world.oracle.transfers()),
    // For `anvil_loadState`.
    "chain-state.hex": async (path) => writeFileSync(path, await world.chain.rpc<string>("anvil_dumpState", [])),
  };
  for (const [name, keep] of Object.entries(keepers)) {
    try {
      await keep(join(folder, name));
    } catch (error) {
      console.error(`${name} could not be kept: ${error}`);
    }
  }
}

function reportOf({ options, results = [], checks = [] }: Ending) {
  const broken = results.filter((result) => result.broken.length > 0 || !result.served);
  return {
    options,
    checks,
    purchases: broken.map(({ kind, buyer, story, broken, served, charges }) => ({
      kind: kind.name,
      habit: buyer.habit,
      app: buyer.app,
      payer: buyer.account.address,
      file: buyer.file.file.id,
      shownFor: [...buyer.shownFor].map(({ file }) => file.id),
      served: [...buyer.served],
      broken,
      servedAny: served,
      charges,
      payments: [...buyer.paymentIds],
      sent: buyer.sent,
      story,
    })),
  };
}

/** With all that is only in the write-ahead log yet, while the apps continue. */
async function copyDatabase(from: string, to: string): Promise<void> {
  const database = new Database(from, { readonly: true });
  try {
    await database.backup(to);
  } finally {
    database.close();
  }
}

function writeJson(path: string, value: unknown): void {
  const plain = (_: string, one: unknown) => (typeof one === "bigint" ? one.toString() : one);
  writeFileSync(path, `${JSON.stringify(value, plain, 2)}\n`);
}
