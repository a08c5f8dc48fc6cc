import "server-only";

import { closeDb } from "./db/client";
import { keepToOwner } from "./db/keep-to-owner";
import { migrate } from "./db/migrate";
import { jobs } from "./jobs/registry";
import { startJobs, stopJobs } from "./jobs/runner";
import { checkJournal } from "./journal/check-journal";
import { log } from "./log";
import { checkToken } from "./payment-methods/evm/chain/token";
import { checkFacilitator } from "./payment-methods/evm/facilitator/check-facilitator";
import { exposureOfPictures } from "./previews/confinement/exposure";
import { loadEpoch } from "./restoration/epoch";
import { mayMoveMoney } from "./restoration/may-move-money";
import { settings } from "./settings/settings";
import { keepDataToOwner } from "./storage/keep-to-owner";
import { modesFor } from "./storage/modes";

/**
 * Everything between the start of the process and its first request: settings, migrations, the token and the
 * facilitator of each network, then the jobs. A broken setup stops the start with a message that names the fix, instead
 * of failing buyers one by one.
 *
 * @returns a function that ends jobs and database, to be called when no request is running any more
 */
export async function boot(): Promise<() => Promise<void>> {
  try {
    const { networks, databaseUrl, dataDir, sendFiles } = settings();
    process.umask(process.umask() | modesFor(sendFiles).umask);
    await keepDataToOwner({ dataDir, sendFiles });
    const applied = await migrate(databaseUrl);
    if (applied.length > 0) log.info({ applied }, "The database was migrated.");
    await keepToOwner(databaseUrl);
    await loadEpoch();
    if (!(await mayMoveMoney()))
      log.warn("This shop was restored. It sells nothing until `npm run restore -- --confirm`.");
    await checkJournal();
    await Promise.all(networks.map(checkToken));
    await Promise.all(networks.map(checkFacilitator));
  } catch (error) {
    log.debug({ err: error }, "The start failed.");
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
  startJobs(jobs);
  void reportExposure();
  return async () => {
    await stopJobs();
    await closeDb();
  };
}

async function reportExposure(): Promise<void> {
  const words = await exposureOfPictures();
  if (words) log.warn(words);
}
