import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { localeNames } from "@/lib/i18n/locales";
import { OPERATOR_NOTICES, SELLER_NOTICES } from "@/lib/outbox/schema";
import { freshDatabase } from "@/test/database";
import { writePreviews } from "./preview";

const folder = mkdtempSync(join(tmpdir(), "filekiosk-previews-"));
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

it("previews have every message in each language", async () => {
  const database = await freshDatabase();
  try {
    await writePreviews(folder);
  } finally {
    await database.close();
  }
  for (const locale of localeNames) {
    const names = readdirSync(join(folder, locale));
    for (const kind of SELLER_NOTICES.filter((one) => one !== "appeal-decided")) {
      expect(names).toContain(`seller-${kind}.txt`);
    }
    const toReadersOfDigests = ["report", "appeal"];
    for (const kind of OPERATOR_NOTICES.filter((one) => !toReadersOfDigests.includes(one))) {
      expect(names).toContain(`operator-${kind}.html`);
    }
    expect(names).toContain("buyer-new-version.txt");
    for (const name of names) expect(readFileSync(join(folder, locale, name), "utf8").length).toBeGreaterThan(20);
  }
});
