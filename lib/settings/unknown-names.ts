/**
 * Unknown names of settings. A program cannot reject every unknown name in the environment (the system has its own), so
 * it rejects those that can only be meant for it: in one of its families, of another version, or a typing mistake away
 * from ours.
 */

import { isSettingName, settingNames } from "./names";

/** Names that a `.env` file may hold although Filekiosk itself does not read them: Node and Next do. */
const neighbourNames: readonly string[] = [
  "NODE_ENV",
  "NODE_OPTIONS",
  "NODE_EXTRA_CA_CERTS",
  "NEXT_TELEMETRY_DISABLED",
  "TZ",
  "PLAYWRIGHT_CHROMIUM",
  "PLAYWRIGHT_BROWSERS_PATH",
];

/** Names close to ours that other programs use every day. */
const innocentNames: readonly string[] = ["HOME", "POST"];

const laterFamilies: readonly { pattern: RegExp; what: string }[] = [
  { pattern: /^S3_/, what: "Storing files in an S3-compatible store" },
];

/**
 * The problem with a name that is set, or null.
 *
 * @param inFile true when the name is in a `.env` file of ours, where every name has to be known
 */
export function problemWithName(name: string, inFile: boolean): string | null {
  if (isSettingName(name) || neighbourNames.includes(name)) return null;
  for (const { pattern, what } of laterFamilies) {
    if (pattern.test(name)) return `${what} is not part of this version. Remove ${name}.`;
  }
  if (name.startsWith("RPC_URL")) {
    return `${name} names no chain. Write RPC_URL_ and the chain id, such as RPC_URL_8453.`;
  }
  if (name.startsWith("FACILITATOR_") && (inFile || /^FACILITATOR_\d/.test(name))) {
    return `${name} names no chain. Write FACILITATOR_ and the chain id, such as FACILITATOR_8453.`;
  }
  const near = nearestName(name);
  if (near && !innocentNames.includes(name)) {
    return `There is no setting ${name}. Did you mean ${near}? Rename or remove it.`;
  }
  return inFile ? `There is no setting ${name}. Remove it from the .env file.` : null;
}

/** The setting that `name` is probably a mistyped form of: at most two edits away, one for names as short as PORT. */
function nearestName(name: string): string | null {
  const candidate = name.toUpperCase();
  let best: { name: string; distance: number } | null = null;
  for (const own of settingNames) {
    const allowed = own.length <= 5 ? 1 : 2;
    // Each character more or less is an edit.
    if (Math.abs(own.length - candidate.length) > allowed) continue;
    const distance = editDistance(candidate, own);
    if (distance <= allowed && (!best || distance < best.distance)) best = { name: own, distance };
  }
  return best?.name ?? null;
}

/** Levenshtein distance: how many characters to insert, delete or replace to get from one text to the other. */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[to.length] ?? 0;
}
