import { chmodSync, mkdtempSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { keepToOwner } from "./keep-to-owner";

it("a database and its log are the owner's alone afterwards; one that is missing is no fault", async () => {
  const path = join(mkdtempSync(join(tmpdir(), "filekiosk-owner-")), "shop.db");
  for (const file of [path, `${path}-wal`]) {
    writeFileSync(file, "");
    chmodSync(file, 0o644);
  }
  await keepToOwner(`file:${path}`);
  expect([path, `${path}-wal`].map((file) => statSync(file).mode & 0o777)).toEqual([0o600, 0o600]);
});
