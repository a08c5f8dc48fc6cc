import type { Server } from "node:http";
import { join } from "node:path";
import { keepConsoleClean } from "@/lib/log";
import type { Settings } from "@/lib/settings/parse-settings";
import { readSettingsOrExit } from "@/lib/settings/read-at-start";
import { version } from "@/package.json";
import { leadTo, loadApp } from "./app";
import { makeDoctorProbe } from "./doctor-probe";
import { drain } from "./drain";
import { makeHandOffProbe } from "./hand-off-probe";
import { makeServer } from "./http-server";
import { listen } from "./listen";

/** How long running requests may take to finish when the program is told to stop, in ms. */
const GRACE = 10_000;

/**
 * Our own server around Next's request handler, for what `next start` cannot do: tell the app the address of the
 * socket, respond to oversized or malformed requests with our errors, give pages a strict Content-Security-Policy, and
 * stop without cutting downloads. A broken setup ends the process with code 1 and a message that names the fix.
 *
 * @param options `fileNames`: the settings that are in `.env` files
 */
export async function serve({ root, dev, fileNames }: { root: string; dev: boolean; fileNames: string[] }) {
  const settings = readSettingsOrExit(root, fileNames);
  if (!dev) keepConsoleClean();
  const { port, host, appUrl, downloadOrigin, trustedProxies } = settings;
  const https = appUrl.startsWith("https:");
  const walletConnect = settings.walletConnectProjectId !== undefined;
  const probe = probeOf(settings);

  const server = makeServer((req, res) => lead(req, res), {
    dev,
    https,
    appUrl,
    walletConnect,
    downloadOrigin,
    trustedProxies,
    probe,
    doctor: makeDoctorProbe(settings.sessionSecret),
  });
  // Listening comes first, so that a port in use is reported before anything else happens. Until the app is ready
  // requests wait; only the nginx probe is served earlier.
  const listening = listen(server, port, host).catch((error) => fail(error.message));
  const app = listening.then(async () => {
    await probe?.run();
    return loadApp({ root, dev, port });
  });
  const lead = leadTo(app, { dev, https });

  // As the first process of a container it would otherwise ignore signals. A migration that runs is finished first.
  stopOnSignal(server, () => app.then(({ doors }) => doors.shutdown()).catch(() => {}));
  await listening;
  await app.catch((error) => fail(`The app could not start: ${error instanceof Error ? error.message : error}`));
  console.log(`Filekiosk ${version} is ready on ${appUrl}`);
}

/** If nginx sends the files: the check that it does. */
function probeOf({ sendFiles, appUrl, downloadOrigin, dataDir }: Settings) {
  if (sendFiles.by !== "nginx") return undefined;
  return makeHandOffProbe({
    origins: [appUrl, ...(downloadOrigin ? [downloadOrigin] : [])],
    filesDir: join(dataDir, "files"),
    location: sendFiles.location,
  });
}

function stopOnSignal(server: Server, shutdown: () => Promise<void>): void {
  const signals = ["SIGINT", "SIGTERM"] as const;
  const stop = async () => {
    // A second Ctrl-C stops immediately.
    for (const signal of signals) process.once(signal, () => process.exit(130));
    await drain(server, GRACE);
    await shutdown();
    process.exit(0);
  };
  for (const signal of signals) process.once(signal, stop);
}

function fail(words: string): never {
  console.error(words);
  process.exit(1);
}
