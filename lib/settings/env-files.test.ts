import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { loadEnvFiles } from "./env-files";

it("settings of the files come in where the environment has none, the local file's first", () => {
  const root = mkdtempSync(join(tmpdir(), "filekiosk-env-"));
  const before = { ...process.env };
  onTestFinished(() => {
    rmSync(root, { recursive: true, force: true });
    process.env = before;
  });
  writeFileSync(join(root, ".env.local"), "OPERATOR_NAME=Local\nMIN_PRICE=$1\n");
  writeFileSync(join(root, ".env"), "OPERATOR_NAME=Everybody\nPORT=3001\nDATA_DIR=/srv\n");
  Object.assign(process.env, { PORT: "3000", DATA_DIR: "" });
  expect(loadEnvFiles(root).sort()).toEqual(["DATA_DIR", "MIN_PRICE", "OPERATOR_NAME", "OPERATOR_NAME", "PORT"]);
  expect(process.env).toMatchObject({ OPERATOR_NAME: "Local", MIN_PRICE: "$1", PORT: "3000", DATA_DIR: "" });
  expect(loadEnvFiles(root, [])).toEqual([]);
});
