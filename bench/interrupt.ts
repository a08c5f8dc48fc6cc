import { createCipheriv, createHash, randomBytes } from "node:crypto";
import { createReadStream, mkdtempSync } from "node:fs";
import { open, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type BrowserContext, chromium, type Page } from "@playwright/test";
import Database from "better-sqlite3";
import { startBreakableProxy } from "../e2e/breakable-proxy";
import { type App, devnetEnv, freePort, startApp } from "../e2e/stack";
import { findBrowser } from "../scripts/lib/find-browser.mjs";
import { startTestChain } from "../test/chain";
import type { Figure } from "./figures";
import { type Bench, GIB, MB, MIB } from "./measurement";
import { endWithUs } from "./programs";

/** How long the network stays away, in ms. */
const OUTAGE = 2_000;
/** An upload that does not move for so long is stuck, in ms. */
const STUCK = 180_000;

/** The page in a browser, the network between it and the app, and the app: each of them can be cut. */
type Journey = {
  app: App;
  page: Page;
  context: BrowserContext;
  proxy: Awaited<ReturnType<typeof startBreakableProxy>>;
  dataDir: string;
  path: string;
  restart(): Promise<void>;
};

type Cut = { name: string; at: number; make(journey: Journey): Promise<void> };

const network = async ({ proxy }: Journey) => {
  proxy.break();
  await sleep(OUTAGE);
  proxy.mend();
};
/** The tab goes; a new one is opened, and the same file is chosen again. */
const tab = async (journey: Journey) => {
  await journey.page.close();
  journey.page = await openPage(journey);
};
const server = (journey: Journey) => journey.restart();

const cuts: Cut[] = [
  { name: "the network is cut", at: 0.15, make: network },
  { name: "the tab is closed", at: 0.3, make: tab },
  { name: "the server is killed", at: 0.45, make: server },
  { name: "the network is cut again", at: 0.6, make: network },
  { name: "the server is killed again", at: 0.75, make: server },
];

/** Uploads a large file from the page in a real browser, cuts it five times, and compares the hash of what arrived. */
export async function measureInterrupt({ quick, say }: Bench): Promise<Figure[]> {
  const size = quick ? 256 * MIB : 5 * GIB;
  const folder = mkdtempSync(join(tmpdir(), "filekiosk-bench-interrupt-"));
  const path = join(folder, "large.bin");
  say(`  a file of ${size / MIB} MiB that is nowhere the same`);
  const sha256 = await makeFile(path, size);
  const chain = await startTestChain();
  const port = String(await freePort());
  const proxy = await startBreakableProxy(`http://127.0.0.1:${port}`);
  const dataDir = join(folder, "data");
  const env = { ...devnetEnv(chain, dataDir), PORT: port, HOST: "127.0.0.1", APP_URL: proxy.url };
  const browser = await chromium.launch({
    executablePath: (await findBrowser()).executablePath,
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  const context = await browser.newContext();
  const app = await startApp(env);
  endWithUs(app.pid);
  const journey: Journey = {
    app,
    context,
    proxy,
    dataDir,
    path,
    page: await context.newPage(),
    async restart() {
      await this.app.stop("SIGKILL");
      this.app = await startApp(env);
      endWithUs(this.app.pid);
    },
  };
  try {
    await journey.page.close();
    const began = performance.now();
    journey.page = await openPage(journey);
    for (const cut of cuts) {
      await until(journey, cut.at * size);
      say(`  ${cut.name} at ${Math.round((await received(journey)) / MIB)} MiB`);
      await cut.make(journey);
    }
    const stored = await finished(journey);
    const seconds = (performance.now() - began) / 1_000;
    const hashOfStored = await hashOf(join(dataDir, "files", stored.key.slice(0, 2), stored.key));
    say(`  sent     ${sha256}\n  recorded ${stored.sha256}\n  stored   ${hashOfStored}`);
    const same = stored.sha256 === sha256 && hashOfStored === sha256;
    const name = `Upload of ${size / MIB} MiB cut ${cuts.length} times (network, tab, server): the hash is the same`;
    const speed = `${(size / MB / seconds).toFixed(0)} MB/s with the outages in it, ${seconds.toFixed(0)} s in all`;
    const target = { of: "ours", is: "at least", value: 1 } as const;
    return [{ name, unit: "(1 is yes)", ours: [same ? 1 : 0], target, note: speed }];
  } finally {
    await browser.close();
    await journey.app.stop("SIGKILL");
    proxy.stop();
    await chain.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function openPage({ context, proxy, path }: Pick<Journey, "context" | "proxy" | "path">): Promise<Page> {
  const page = await context.newPage();
  await page.goto(proxy.url);
  // What an earlier visit began is asked for first; a file chosen before that would be taken for another one.
  await page.waitForLoadState("networkidle");
  await page.locator("input[type=file]").first().setInputFiles(path);
  return page;
}

/** Waits for bytes on the server's disk. */
async function until(journey: Journey, bytes: number): Promise<void> {
  let last = -1;
  for (let deadline = Date.now() + STUCK; ; await sleep(50)) {
    const now = await received(journey);
    if (now >= bytes) return;
    if (now > last) deadline = Date.now() + STUCK;
    last = now;
    if (Date.now() > deadline) throw new Error(`The upload is stuck at ${now} bytes.\n${journey.app.output()}`);
  }
}

/** Bytes of the one upload so far. */
async function received({ dataDir }: Journey): Promise<number> {
  const folder = join(dataDir, "uploads");
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(
    names.map(async (name) => (await stat(join(folder, name)).catch(() => null))?.size ?? 0),
  );
  return Math.max(0, ...sizes);
}

async function finished({ dataDir, app }: Journey): Promise<{ key: string; sha256: string }> {
  const database = new Database(join(dataDir, "filekiosk.db"), { readonly: true });
  const find = database.prepare("SELECT storageKey AS key, sha256 FROM Upload WHERE state = 'finished'");
  try {
    for (const deadline = Date.now() + STUCK; Date.now() < deadline; await sleep(100)) {
      const rows = find.all() as { key: string; sha256: string }[];
      if (rows[0]) return rows[0];
    }
  } finally {
    database.close();
  }
  throw new Error(`The upload did not finish.\n${app.output()}`);
}

/** Writes bytes that repeat nowhere, so that a part in the wrong place would show. */
async function makeFile(path: string, size: number): Promise<string> {
  const cipher = createCipheriv("aes-128-ctr", randomBytes(16), randomBytes(16));
  const zeros = Buffer.alloc(4 * MIB);
  const hash = createHash("sha256");
  const handle = await open(path, "w");
  for (let done = 0; done < size; done += zeros.length) {
    const part = cipher.update(zeros.subarray(0, Math.min(zeros.length, size - done)));
    hash.update(part);
    await handle.write(part);
  }
  await handle.close();
  return hash.digest("hex");
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const part of createReadStream(path, { highWaterMark: MIB })) hash.update(part);
  return hash.digest("hex");
}
