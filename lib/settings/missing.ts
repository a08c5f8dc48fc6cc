import { type Env, isGiven } from "./environment";
import type { UncheckedSettings } from "./shape";
import { table } from "./table/table";

/** Missing settings, a sentence for each. GAS_KEY belongs to the facilitators. */
export function missing(values: Env, settings: UncheckedSettings): string[] {
  const problems: string[] = [];
  if (!values.NETWORKS) problems.push(`NETWORKS ${table.NETWORKS.missing}`);
  for (const { chainId, name } of settings.networks ?? []) {
    if (isGiven(values, `RPC_URL_${chainId}`)) continue;
    problems.push(`RPC_URL_${chainId} ${table["RPC_URL_<chain id>"].missing.replace("{network}", name)}`);
  }
  if (!values.APP_URL && values.NETWORKS && !settings.devnet) problems.push(`APP_URL ${table.APP_URL.missing}`);
  if (!isGiven(values, "SESSION_SECRET")) problems.push(`SESSION_SECRET ${table.SESSION_SECRET.missing}`);
  return problems;
}
