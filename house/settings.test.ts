import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { writeSettings } from "./generated";
import { envExample } from "./settings";

it(".env.example is written from the table of settings", () => {
  expect(readFileSync(".env.example", "utf8")).toBe(envExample());
});

it("docs/operate/settings.md shows the table of settings", () => {
  const page = readFileSync("docs/operate/settings.md", "utf8");
  expect(page).toContain("| `APP_URL` |");
  expect(writeSettings(page)).toBe(page);
});
