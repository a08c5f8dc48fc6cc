import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

test("nothing in the app's pages prefetches: a link to a file would pull what it sells", () => {
  const root = join(import.meta.dirname, "..");
  const files = ["app", "components"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) => join(root, folder, file)),
  );
  const sources = files.filter((file) => file.endsWith(".tsx"));
  expect(sources.length).toBeGreaterThan(50);
  const prefetching = /from "next\/link"|useRouter\(\)\.prefetch|rel="(?:prefetch|prerender)"/;
  expect(sources.filter((file) => prefetching.test(readFileSync(file, "utf8")))).toEqual([]);
});
