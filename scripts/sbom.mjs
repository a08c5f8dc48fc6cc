// npm run sbom: the software bill of materials of an installation, as CycloneDX 1.5 on standard output, or in a file that is
// named. From package-lock.json alone, without network and installed packages: the same lock always gives the same document.
// `--dev` adds the tools for development and tests.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";

const root = join(import.meta.dirname, "..");

/**
 * npm's own document, with what differs between two machines taken out: the folder's name, the time, addresses of a registry.
 *
 * @param {{ dev: boolean }} options
 * @throws Error with what npm says
 */
export function billOfMaterials({ dev }) {
  const { name, version, devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const bill = JSON.parse(askNpm());
  const refs = reachable(bill, dev ? [] : Object.keys(devDependencies));
  const lock = readFileSync(join(root, "package-lock.json"));
  const digest = createHash("sha256").update(lock).update(String(dev)).digest("hex");
  // RFC 9562, 5.8: a UUID of our own making.
  const id = `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
  const { timestamp: _time, tools: _tools, component, ...metadata } = bill.metadata;
  return {
    ...bill,
    serialNumber: `urn:uuid:${id}`,
    metadata: { ...metadata, component: { ...component, type: "application", name, version } },
    components: bill.components.filter((one) => refs.has(one["bom-ref"])).map(withoutRegistry),
    dependencies: bill.dependencies
      .filter(({ ref }) => refs.has(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => refs.has(one)) })),
  };
}

function withoutRegistry({ externalReferences = [], ...component }) {
  const kept = externalReferences.filter(({ type }) => type !== "distribution");
  return { ...component, ...(kept.length > 0 ? { externalReferences: kept } : {}) };
}

/**
 * What the program needs, also through others. npm's own `--omit dev` leaves out packages that tools need as well.
 *
 * @param {string[]} without names of packages that are not followed: tools, which libraries may name as their peers
 * @returns {Set<string>}
 */
function reachable({ metadata, dependencies }, without) {
  const uses = new Map(dependencies.map(({ ref, dependsOn }) => [ref, dependsOn]));
  const isTool = (ref) => without.includes(ref.slice(0, ref.lastIndexOf("@")));
  const found = new Set([metadata.component["bom-ref"]]);
  for (const ref of found) for (const next of uses.get(ref) ?? []) if (!isTool(next)) found.add(next);
  return found;
}

function askNpm() {
  const args = ["sbom", "--package-lock-only", "--offline", "--sbom-format", "cyclonedx"];
  const beside = join(dirname(process.execPath), "../lib/node_modules/npm/bin/npm-cli.js");
  const cli = [process.env.npm_execpath, beside].find((path) => path?.endsWith("npm-cli.js") && existsSync(path));
  const [command, all] = cli ? [process.execPath, [cli, ...args]] : ["npm", args];
  const options = {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 * 1024 ** 2,
    shell: !cli && process.platform === "win32",
  };
  const { status, stdout, stderr } = spawnSync(command, all, options);
  if (status !== 0) throw new Error(`${stderr}\nnpm could not write it. It needs npm 10 or newer.`);
  return stdout;
}

if (import.meta.filename === process.argv[1]) {
  const target = process.argv.slice(2).find((argument) => !argument.startsWith("--"));
  const text = `${JSON.stringify(billOfMaterials({ dev: process.argv.includes("--dev") }), null, 2)}\n`;
  if (target) writeFileSync(target, text);
  else process.stdout.write(text);
}
