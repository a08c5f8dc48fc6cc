// npm start: the production server. `--dev` serves the development build instead; with `--no-env-files` only the
// environment counts.
//
// Our own server around Next's request handler, for what `next start` cannot do: tell the app the address of the socket,
// answer requests that are too large or malformed in our words, give pages a strict Content-Security-Policy, and end
// without cutting downloads.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { loadEnvFiles } from "./lib/env-file.mjs";
import { readFileRequest, setStaticHeaders } from "./lib/file-door.mjs";
import { makeHandOffProbe } from "./lib/hand-off-probe.mjs";
import { drain, listen, makeServer } from "./lib/server.mjs";
import { readSettingsOrExit } from "./lib/settings.mjs";
import { isUploadRequest } from "./lib/upload-door.mjs";
import { refuseRequest } from "./lib/wall.mjs";

const root = join(import.meta.dirname, "..");
const dev = process.argv.includes("--dev");

/** How long running requests may take to end when the program is told to stop, in ms. */
const GRACE = 10_000;

process.chdir(root);
process.env.NEXT_TELEMETRY_DISABLED = "1";
process.env.NODE_ENV = dev ? "development" : "production";

const envFiles = process.argv.includes("--no-env-files") ? [] : [".env.local", ".env"];
const settings = await readSettingsOrExit(loadEnvFiles(envFiles));
if (!dev && !existsSync(join(root, ".next", "BUILD_ID"))) {
  fail("The app is not built yet. Run `npm run build` first, or `npm run demo`, which does everything.");
}

const https = settings.appUrl.startsWith("https:");
const { downloadOrigin } = settings;
const walletConnect = settings.walletConnectProjectId !== undefined;

const probe =
  settings.sendFiles.by === "nginx"
    ? makeHandOffProbe({
        origins: [settings.appUrl, ...(downloadOrigin ? [downloadOrigin] : [])],
        filesDir: join(settings.dataDir, "files"),
        location: settings.sendFiles.location,
      })
    : undefined;

// Listening comes first, so that a taken port is told before anything is touched. Until the app is ready requests wait;
// only the probe of nginx is answered before.
/** @type {ReturnType<typeof startApp>} */
let app;
let shutdown = async () => {};
let ready = false;
const server = makeServer(answer, {
  https,
  walletConnect,
  strictPolicy: !dev,
  downloadOrigin,
  trustedProxies: settings.trustedProxies,
  probe,
});
await listen(server, settings.port, settings.host).catch((error) => fail(error.message));
app = startApp();
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, stop);
await app.catch((error) => fail(`The app could not start: ${error instanceof Error ? error.message : error}`));
console.log(`Filekiosk is ready on ${settings.appUrl}`);

/** Proves nginx, then loads Next, which calls `instrumentation.ts` and with it `boot` (lib/boot.ts). A fault there ends the process. */
async function startApp() {
  await probe?.run();
  // The bundle and this file share nothing but the process. Next does not wait for instrumentation, so we do.
  const booted = new Promise((resolve) => {
    globalThis[Symbol.for("filekiosk.booted")] = resolve;
  });
  const { default: next } = await import("next");
  const app = next({ dev, dir: root, hostname: "localhost", port: settings.port, quiet: true });
  await app.prepare();
  shutdown = await booted;
  ready = true;
  return app;
}

/** @param {import("node:http").IncomingMessage} req @param {import("node:http").ServerResponse} res */
async function answer(req, res) {
  if (!ready) await app;
  const query = dev ? null : readFileRequest(req);
  if (query) {
    setStaticHeaders(req, res);
    return globalThis[Symbol.for("filekiosk.file-door")](Object.assign(req, { query }), res);
  }
  if (!dev && isUploadRequest(req)) {
    setStaticHeaders(req, res);
    return globalThis[Symbol.for("filekiosk.upload-door")](req, res);
  }
  const refusal = await globalThis[Symbol.for("filekiosk.visit-limit")](req);
  if (refusal) return refuseRequest(req, res, refusal, { https });
  const next = await app;
  return next.getRequestHandler()(req, res);
}

async function stop() {
  // A second Ctrl-C means now.
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
  await drain(server, GRACE);
  await shutdown();
  process.exit(0);
}

/** @param {string} words @returns {never} */
function fail(words) {
  console.error(words);
  process.exit(1);
}
