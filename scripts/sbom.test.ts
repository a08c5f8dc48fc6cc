import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import packageJson from "@/package.json";

type Bill = {
  components: { name: string; version: string; purl: string; hashes?: unknown[] }[];
  metadata: { component: object };
};

/** Runs the command as it is documented, where no network can be reached. */
function write(...args: string[]): string {
  const file = join(mkdtempSync(join(tmpdir(), "filekiosk-sbom-")), "sbom.json");
  const nowhere = {
    npm_config_registry: "http://127.0.0.1:9/",
    npm_config_offline: "true",
    HTTPS_PROXY: "http://127.0.0.1:9",
  };
  const { status, stderr } = spawnSync(process.execPath, ["scripts/sbom.mjs", file, ...args], {
    env: { ...process.env, ...nowhere },
    encoding: "utf8",
  });
  expect([status, stderr]).toEqual([0, ""]);
  return readFileSync(file, "utf8");
}

/** As the registry calls them: a package may be installed under another name. */
const namesOf = (bill: Bill) =>
  new Set(bill.components.map(({ purl }) => decodeURIComponent(purl.slice("pkg:npm/".length)).replace(/@[^@]*$/, "")));

it("lists everything that an installation has, with versions and checksums, and names no registry", () => {
  const text = write();
  const bill = JSON.parse(text) as Bill & { bomFormat: string };
  expect(bill).toMatchObject({
    bomFormat: "CycloneDX",
    metadata: { component: { name: "filekiosk", type: "application", version: packageJson.version } },
  });
  for (const name of Object.keys(packageJson.dependencies)) expect(namesOf(bill)).toContain(name);
  for (const name of Object.keys(packageJson.devDependencies)) expect(namesOf(bill)).not.toContain(name);
  expect(bill.components.filter(({ hashes = [] }) => hashes.length === 0).map(({ name }) => name)).toEqual([]);
  const addresses = text.match(/https?:\/\/[^"\s]+/g);
  expect(addresses).toEqual(["http://cyclonedx.org/schema/bom-1.5.schema.json"]);
  expect(write()).toBe(text);
});

it("lists the tools for development as well if that is asked for", () => {
  const bill = JSON.parse(write("--dev")) as Bill;
  for (const name of Object.keys(packageJson.devDependencies)) expect(namesOf(bill)).toContain(name);
});
