import { mkdtempSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { startTestChain } from "../test/chain";
import { freshDatabase } from "../test/database";
import { keepEvidence } from "./evidence";
import { startHostileFacilitator } from "./facilitator";
import { makeOracle } from "./oracle";

it("keeps the ledger and the chain such that both can be asked again elsewhere", async () => {
  const folder = mkdtempSync(join(tmpdir(), "filekiosk-evidence-"));
  const chain = await startTestChain();
  const database = await freshDatabase();
  const facilitator = await startHostileFacilitator(chain);
  const buyer = chain.accounts.stranger.address;
  await chain.fund(buyer, 7n);
  // Committed a moment ago by a connection that stays open: only in the write-ahead log yet.
  await db().seller.create({ data: { id: "one", address: buyer, payTo: buyer, createdAt: new Date() } });
  const databaseFile = database.url.replace(/^file:/, "");
  const options = { runs: 1, hostile: 0, seed: 7, only: [], report: undefined };
  const oracle = makeOracle(chain);
  await keepEvidence({ chain, facilitator, oracle, databaseFile, output: () => "said" }, folder, { options });
  facilitator.stop();
  await chain.stop();
  await database.close();

  const ledger = new Database(join(folder, "filekiosk.db"), { readonly: true });
  expect(ledger.prepare('SELECT "id" FROM "Creator"').pluck().all()).toEqual(["one"]);
  ledger.close();
  const again = await startTestChain();
  expect(await again.usdcBalance(buyer)).toBe(0n);
  await again.rpc("anvil_loadState", [readFileSync(join(folder, "chain-state.hex"), "utf8")]);
  expect(await again.usdcBalance(buyer)).toBe(7n);
  await again.stop();
  expect(readFileSync(join(folder, "apps.log"), "utf8")).toBe("said");
  expect(JSON.parse(readFileSync(join(folder, "report.json"), "utf8"))).toMatchObject({ options: { seed: 7 } });
  await rm(folder, { recursive: true });
});
