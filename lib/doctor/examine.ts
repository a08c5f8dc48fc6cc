import "server-only";
import { statSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { systemClock } from "@/lib/clock";
import type { Env } from "@/lib/settings/parse-settings";
import { UPLOAD_PART_SIZE } from "@/lib/uploads/schema";
import { runCheck, type Section, type Shop } from "./check";
import type { Finding } from "./finding";
import { standingFolder } from "./machine/standing-folder";
import { reach } from "./public/reach";
import { certificate } from "./public/tls";
import { ownSections, publicChecks, settingsSection } from "./sections";
import { readSettings } from "./settings/read-settings";

/** Findings under their heading. */
export type Examined = { title: string; findings: Finding[] };

export type Examination = {
  env: Env;
  /** The folder of the app. */
  root: string;
  /** The names that `.env` files set. */
  fileNames: string[];
  readFile(path: string): string;
  /** Seconds. */
  silence: number;
  /** False leaves the running shop out. */
  isPublic: boolean;
  /** For tests. */
  as?: Partial<Pick<Shop, "now" | "statfs" | "diskOf" | "ca" | "plainUrl" | "largeSize">>;
};

/**
 * Examines the shop of these settings: settings, machine, database, nodes, gas account, and the running shop by its
 * public URL. Nothing is sold, sent to a chain, or left behind. If the settings cannot be used, nothing else can be
 * looked at.
 *
 * @throws WrongUser
 */
export async function examine(examination: Examination): Promise<Examined[]> {
  const { env, root, fileNames, readFile, silence, isPublic, as } = examination;
  const { settings, findings } = readSettings(env, { directory: root, fileNames, readFile });
  if (!settings) return [{ title: settingsSection.title, findings }];
  const shop: Shop = {
    settings,
    env,
    root,
    silence,
    now: () => systemClock.now(),
    statfs,
    diskOf: (path) => statSync(standingFolder(path)).dev,
    largeSize: UPLOAD_PART_SIZE,
    ...as,
  };
  requireOwnUser(settings.dataDir);
  const examined = [
    { title: settingsSection.title, findings: [...findings, ...(await runAll(settingsSection, shop))] },
  ];
  for (const section of ownSections) examined.push({ title: section.title, findings: await runAll(section, shop) });
  if (isPublic) examined.push({ title: "Public URL", findings: await examinePublic(shop) });
  return examined;
}

/** The message is for the operator. */
export class WrongUser extends Error {}

/** Root can write everywhere, and a file of the database that root made would stop the shop. */
function requireOwnUser(dataDir: string): void {
  const owner = statSync(dataDir, { throwIfNoEntry: false })?.uid ?? 0;
  if (process.getuid?.() !== 0 || owner === 0) return;
  throw new WrongUser(
    `This is root, but the data in ${dataDir} is of the user with the number ${owner}, and only that user sees what the shop sees. ` +
      `Run it as that user, with the same settings: sudo -E -u '#${owner}' npm run doctor`,
  );
}

/** One after the other: each measures times. Without the shop only its certificate can be looked at. */
async function examinePublic(shop: Shop): Promise<Finding[]> {
  const { isReached, findings } = await reach(shop);
  return [...findings, ...(await runAll({ checks: isReached ? publicChecks : [certificate] }, shop))];
}

async function runAll({ checks }: Pick<Section, "checks">, shop: Shop): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const check of checks) findings.push(...(await runCheck(check, shop)));
  return findings;
}
