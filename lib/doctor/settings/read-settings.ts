import "server-only";
import { type Finding, fine, trouble } from "@/lib/doctor/finding";
import {
  type Env,
  type ParseOptions,
  parseSettings,
  type Settings,
  SettingsError,
} from "@/lib/settings/parse-settings";

/** The settings, or what is wrong with them, as the start of the shop would tell. */
export function readSettings(env: Env, options: ParseOptions): { settings: Settings | null; findings: Finding[] } {
  try {
    const settings = parseSettings(env, options);
    const networks = settings.networks.map(({ name }) => name).join(", ");
    return { settings, findings: [fine("settings", `The settings can be used. Buyers pay on: ${networks}.`)] };
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return { settings: null, findings: error.problems.map(refused) };
  }
}

/** The sentence contains the fix. */
function refused(problem: string): Finding {
  const [about] = /[A-Z][A-Z0-9]*(?:_[A-Za-z0-9]+)+|NETWORKS|SELLERS|ADMINS|PORT|HOST/.exec(problem) ?? [];
  return trouble("setting-unusable", {
    about,
    words: problem,
    fix: "Correct it and start the shop again. docs/operate/settings.md describes every setting.",
  });
}
