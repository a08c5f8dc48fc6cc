/**
 * `npm run demo`: everything on this machine, with play money. Installs missing packages, starts the devnet, builds and
 * starts the app, puts one sample file up for sale and prints the links. Ctrl-C stops all of it; files, sales and
 * balances stay in ./data. `--dev` (`npm run dev`) runs the app in development mode.
 *
 * Plain Node without dependencies until the set-up is done.
 */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { demoEnvironment } from "./demo/environment.mjs";
import { build, isBuilt } from "./lib/build.mjs";
import { runProgram, startProgram } from "./lib/children.mjs";
import { compile } from "./lib/compile.mjs";
import { acquireInstanceLock } from "./lib/only-one.mjs";
import { problemWithPort, readPort } from "./lib/port.mjs";
import { makeProgress } from "./lib/progress.mjs";

const START_TIMEOUT_MS = 120_000;
const ASK_EVERY_MS = 200;
const tsx = ["--import", "tsx", "--conditions=react-server"];

const root = resolve(fileURLToPath(import.meta.url), "../..");
process.chdir(root);
const dev = process.argv.includes("--dev");
const progress = makeProgress();
const { say } = progress;
const ending = new AbortController();
const { signal } = ending;
/** The running programs, in the order of their start; stopped in reverse order. */
const programs = [];

async function main() {
  const began = Date.now();
  const port = readPort(process.env.PORT, 3000);
  const appUrl = `http://localhost:${port}`;
  const dataDir = resolve(process.env.DATA_DIR?.trim() || "data");
  await refuseTakenPort(port);
  mkdirSync(dataDir, { recursive: true });
  if (!(await acquireInstanceLock(dataDir))) {
    throw new Error(
      `A demo with its data in ${short(dataDir)} is running already. Stop it, or choose another DATA_DIR.`,
    );
  }
  const setUp = () => runProgram(["scripts/setup.mjs"], { signal, onLine: (line) => say(`  ${line}`) });
  await step("Looking after the packages", setUp, () => "The packages are in place");
  const hadSales = existsSync(join(dataDir, "filekiosk.db"));
  const devnet = await step(
    "Starting the local chain",
    () => startDevnet(join(dataDir, "devnet"), hadSales),
    () => "The local chain is up",
  );
  if (!dev && !isBuilt(root)) {
    await step(
      "Building the app",
      () => build({ root, signal }),
      () => "The app is built",
    );
  }

  const { rpcUrl, gasKey } = devnet;
  const sessionSecretFile = sessionSecret(dataDir);
  const env = demoEnvironment({ port, appUrl, dataDir, dev, rpcUrl, gasKey, sessionSecretFile }, root);
  const app = await step(
    "Starting the app",
    () => startApp(env, appUrl, dataDir),
    () => "The app is up",
  );
  const sample = await putSampleUpForSale(env, appUrl, dataDir);
  sayLinks(appUrl, sample, dataDir, began);

  const [name, program, how] = await Promise.race([
    app.exited.then((how) => ["app", app, how]),
    devnet.ended.then((how) => ["local chain", devnet.program, how]),
  ]);
  throw new Error(`The ${name} stopped by itself: ${how}.${logTail(program)}`);
}

/** One step of the start; none begins after the program was told to stop. */
function step(text, work, done) {
  signal.throwIfAborted();
  return progress.step(text, work, done);
}

async function refuseTakenPort(port) {
  const problem = await problemWithPort(port);
  if (problem === "taken") {
    const other = port === 65_535 ? port - 1 : port + 1;
    throw new Error(
      `Port ${port} is taken by another program. Stop that one, or choose a port: PORT=${other} npm run demo`,
    );
  }
  if (problem) throw new Error(`This user may not listen on port ${port}. Choose a higher one: PORT=3000 npm run demo`);
}

/** Starts the devnet with its state in a folder and waits until it is ready. */
async function startDevnet(folder, hadSales) {
  mkdirSync(folder, { recursive: true });
  const program = startProgram([...tsx, "scripts/demo/devnet.ts", folder], { logFile: join(folder, "devnet.log") });
  programs.push(program);
  const ended = new Promise((resolve) => {
    program.child.on("message", (message) => message.type === "ended" && resolve(message.how));
    void program.exited.then(resolve);
  });
  const ready = new Promise((resolve) => {
    program.child.on("message", (message) => {
      if (message.type === "said") say(`  ${message.sentence}`);
      if (message.type === "ready") resolve(message);
    });
  });
  const answer = await Promise.race([ready, ended.then((how) => ({ how }))]);
  if (answer.how) throw new Error(`${answer.how}${logTail(program)}`);
  if (answer.fresh && hadSales) say("  Sales of earlier runs stay listed, but they were on a chain that is gone.");
  return { program, ended, rpcUrl: answer.rpcUrl, gasKey: answer.gasKey };
}

/** Starts the app and polls until it is ready. */
async function startApp(env, appUrl, dataDir) {
  const logFile = dev ? undefined : join(dataDir, "app.log");
  if (dev) await compile(root, ["server.dev"]);
  const app = startProgram(dev ? ["dist/server.dev.js", "--dev"] : ["server/start.mjs"], { env, logFile });
  programs.push(app);
  let how;
  void app.exited.then((sentence) => {
    how = sentence;
  });
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    if (how) throw new Error(`The app did not start: ${how}.${logTail(app)}`);
    const patience = AbortSignal.any([signal, AbortSignal.timeout(10_000)]);
    const response = await fetch(`${appUrl}/readyz`, { signal: patience }).catch(() => undefined);
    if (response?.ok) return app;
    if (Date.now() > deadline) {
      const answer = response ? `It answers ${response.status}: ${await response.text()}` : "It does not answer.";
      throw new Error(`The app was not ready within ${START_TIMEOUT_MS / 1_000} s. ${answer}${logTail(app)}`);
    }
    await pause(ASK_EVERY_MS);
  }
}

/** Without it everything else still works, so its failure is only reported. */
async function putSampleUpForSale(env, appUrl, dataDir) {
  const note = join(dataDir, "sample.json");
  try {
    const known = existsSync(note) ? await sampleOnSale(appUrl, JSON.parse(readFileSync(note, "utf8")).id) : undefined;
    if (known) return known;
    const work = async () => JSON.parse(await runProgram([...tsx, "scripts/demo/sample.ts", appUrl], { env, signal }));
    const done = (sample) =>
      sample
        ? "A sample file is on sale for $0.01"
        : "No sample file: its storage would have to be paid for (STORAGE_PRICE)";
    const sample = await step("Putting a sample file up for sale", work, done);
    if (!sample) return undefined;
    writeFileSync(note, JSON.stringify({ id: sample.id }));
    return sample;
  } catch (error) {
    if (!signal.aborted) say(`The sample file could not be put up for sale. Everything else works.\n${error.message}`);
    return undefined;
  }
}

/** The sample of an earlier start, if it is still on sale. */
async function sampleOnSale(appUrl, id) {
  const response = await fetch(`${appUrl}/api/files/${id}/info`, { signal });
  const info = response.ok ? await response.json() : undefined;
  return info?.state === "on-sale" ? { id, url: info.url } : undefined;
}

function sayLinks(appUrl, sample, dataDir, began) {
  const line = (what, where) => `  ${what.padEnd(18)}${progress.bold(where)}`;
  const lines = ["", progress.bold(`Filekiosk is running, after ${((Date.now() - began) / 1_000).toFixed(0)} s.`), ""];
  lines.push(line("Sell a file", appUrl));
  if (sample) lines.push(line("Buy the sample", sample.url));
  lines.push(line("Your sales", `${appUrl}/dashboard`));
  if (sample) lines.push(line("Pay as a program", `npm run pay -- ${sample.url}`));
  lines.push(
    "",
    `  The money is play money on a chain of your own. Files, sales and the chain are kept in ${short(dataDir)}.`,
  );
  if (!dev) lines.push(progress.dim(`  The app's log: ${short(join(dataDir, "app.log"))}`));
  lines.push("  Ctrl-C stops everything.", "");
  say(lines.join("\n"));
}

/** The path of a file with a secret that is made once and that only this user may read. */
function sessionSecret(dataDir) {
  const path = join(dataDir, "session-secret");
  const there = existsSync(path) && readFileSync(path, "utf8").trim().length >= 32;
  if (!there) writeFileSync(path, `${randomBytes(32).toString("hex")}\n`, { mode: 0o600 });
  return path;
}

function logTail(program) {
  const words = program.logTail();
  return words ? `\nIts last words:\n${words}` : "";
}

function short(path) {
  const fromHere = relative(process.cwd(), path);
  return fromHere && !fromHere.startsWith("..") ? `./${fromHere}` : path;
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Stops what runs, the newest first: the app before the chain it uses. */
async function stopPrograms() {
  for (const program of programs.toReversed()) await program.stop();
}

let asked = 0;
function onSignal() {
  if (signal.aborted) {
    // Under npm one Ctrl-C arrives twice: from the terminal and from npm. A later one is intended.
    if (Date.now() - asked < 1_000) return;
    for (const program of programs) program.kill();
    process.exit(1);
  }
  asked = Date.now();
  progress.giveUp();
  say();
  ending.abort();
}
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, onSignal);
// Started by npm, which is then our parent: if npm is killed, nobody can press Ctrl-C.
const parent = process.ppid;
if (process.env.npm_lifecycle_event)
  setInterval(() => process.ppid !== parent && !signal.aborted && onSignal(), 1_000).unref();
// A terminal that is gone must not keep us from stopping what we started.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
process.on("exit", () => {
  for (const program of programs) program.kill();
});

const aborted = new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
const problem = await Promise.race([main().then(undefined, (error) => error), aborted.then(() => undefined)]);
if (problem && !signal.aborted) {
  process.stderr.write(`\n${progress.red("✗")} ${problem.message}\n\n`);
  process.exitCode = 1;
}
if (programs.length > 0) await progress.step("Stopping", stopPrograms, () => "Stopped");
process.exit();
