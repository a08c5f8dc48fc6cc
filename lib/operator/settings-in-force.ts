import "server-only";
import { chainSettingOf } from "@/lib/settings/names";
import type { Env } from "@/lib/settings/parse-settings";
import type { Setting } from "@/lib/settings/setting";
import { environment, settings } from "@/lib/settings/settings";
import { groups } from "@/lib/settings/table/table";
import type { SettingLine } from "./schema";

/**
 * Every setting as this process got it, in the order of the documentation, and of those per chain each that is set. Secrets
 * are named and never shown.
 *
 * @param env the environment that the settings were read from
 */
export function settingsInForce(env: Env = environment()): SettingLine[] {
  const { devnet } = settings();
  return Object.entries(groups).flatMap(([group, table]) =>
    Object.entries(table as Record<string, Setting>).flatMap(([name, setting]) =>
      namesOf(name, env).map((own) => lineOf(own, group, setting, { env, devnet })),
    ),
  );
}

/** A setting per chain has as many names as chains it is set for. */
function namesOf(name: string, env: Env): string[] {
  if (!name.endsWith("_<chain id>")) return [name];
  const plain = (key: string) => key.replace(/_FILE$/, "");
  const set = Object.keys(env).filter((key) => env[key]?.trim() && chainSettingOf(plain(key))?.setting === name);
  return [...new Set(set.map(plain))].sort();
}

type Where = { env: Env; devnet: boolean };

function lineOf(name: string, group: string, setting: Setting, { env, devnet }: Where): SettingLine {
  const isSecret = setting.secret === true;
  const given = env[name]?.trim() || undefined;
  const isGiven = given !== undefined || (isSecret && Boolean(env[`${name}_FILE`]?.trim()));
  const usual = (devnet && setting.onDevnet) || setting.default || setting.defaultInWords;
  const shown = isGiven ? given : usual;
  return {
    name,
    group,
    value: isSecret && isGiven ? null : (shown ?? null),
    from: isGiven ? "given" : usual ? "default" : "unset",
    isSecret,
    what: setting.what,
  };
}
