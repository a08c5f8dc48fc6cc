import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { TEMPERS } from "@/e2e/wallet-tempers";

const text = readFileSync(join(import.meta.dirname, "../docs/wallets.md"), "utf8");
const rows = text.split("\n").filter((line) => line.startsWith("| ") && !/^\| (?:seen|---)/.test(line));
const documented = rows.map((row) => row.split(" | ")[1] ?? "");

it("the table of observed wallets names each temper of the test wallet, once", () => {
  expect([...documented].sort()).toEqual(Object.keys(TEMPERS).sort());
});
