import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import Database from "better-sqlite3";
import { type Seller, type SoldFile, signInSeller } from "../e2e/seller";
import { type App, devnetEnv, freePort, startApp } from "../e2e/stack";
import type { Address } from "../lib/payment-methods/evm/chain/networks";
import { startTestChain, type TestChain } from "../test/chain";
import { deploySafeContracts, type SafeContracts } from "../test/safe";
import { sellTogether } from "./bundle";
import { deployBurner } from "./burner";
import { newSubmitter, type Submitter } from "./chain-tools";
import { type HostileFacilitator, startHostileFacilitator } from "./facilitator";
import { meeting } from "./meeting";
import { makeOracle, OPERATOR, type Oracle } from "./oracle";
import { passBy } from "./passer-by";
import { type RpcProxy, startRpcProxy } from "./rpc-proxy";

/** `embedded` and `twin` settle by one gas key, `remote` by the hostile facilitator; all work on one database. */
export const APPS = ["embedded", "twin", "remote"] as const;
export type AppName = (typeof APPS)[number];

export const PRICE = "0.25";
/** The most that a unit of gas may cost (gwei). It costs about half of that here. */
export const FEE_CAP_GWEI = "2";
/** Milliseconds. A frozen process loses the gas account after 20 s: its lease lasts 15, and clocks may differ by 5. */
const FROZEN_AT_MOST = 60_000;

/** Blocks that a reorganisation replaces at most. */
const DEEPEST = 200n;
/** More blocks than the longest run makes. */
const KEPT_STATES = 20_000;

export type World = {
  chain: TestChain;
  rpc: RpcProxy;
  facilitator: HostileFacilitator;
  oracle: Oracle;
  /** Somebody else with gas. */
  thirdParty: Submitter;
  /** Makes wallets that are contracts. */
  safe: SafeContracts;
  /** A contract that stands by every signature in a simulation, and runs in a circle in a block. */
  burner: Address;
  seller: Seller;
  /** Files that many buy, all for the same price. */
  shared: SoldFile[];
  url(app: AppName): string;
  /** `kill -9`, then a start on the same data. A second call while that continues waits for it. */
  kill(app: AppName): Promise<void>;
  /** The same for many at once: waits for the others first, and only until the process is dead. */
  killTogether(app: AppName): Promise<void>;
  /**
   * Stops a process of the two with one gas key where it is, until the other one has taken the gas account over and
   * settled by it; many at once. Resolves once it is frozen, with a question whose answer comes when it continues: has
   * it?
   */
  freezeTogether(app: AppName): Promise<() => Promise<boolean>>;
  /**
   * Replaces the newest blocks by empty ones, down to the lowest that somebody names; many at once. Resolves with the
   * nonces of the payments that were in them.
   */
  reorganiseTogether(downTo: bigint): Promise<Set<string | null>>;
  /** Waits until a process that is being started again, or is frozen, continues. */
  ready(app: AppName): Promise<void>;
  /** The ledger of all three. */
  databaseFile: string;
  /** What the apps printed, for looking at afterwards. */
  output(): string;
  stop(): Promise<void>;
};

/** Three processes of the production build on one database, and nothing around them that can be trusted. */
export async function openWorld(): Promise<World> {
  const chain = await startTestChain({ keptStates: KEPT_STATES });
  const rpc = await startRpcProxy(chain.rpcUrl);
  const facilitator = await startHostileFacilitator(chain);
  const thirdParty = await newSubmitter(chain);
  const oracle = makeOracle(chain);
  const safe = await deploySafeContracts(chain);
  const burner = await deployBurner(chain);
  const dataDir = mkdtempSync(join(tmpdir(), "filekiosk-torture-"));
  const databaseFile = join(dataDir, "filekiosk.db");
  const shared: SoldFile[] = [];
  const processes = await startProcesses(
    await settingsOf(chain, rpc.url, facilitator.url, dataDir, safe.factory),
    databaseFile,
    async () => {
      const somebody = await passBy(chain);
      return (url) => somebody.buyAt(`${url}/api/files/${shared[0]?.file.id}`);
    },
  );
  const seller = await signInSeller(processes.url("embedded"), chain.accounts.seller);
  for (let made = 0; made < 4; made += 1) shared.push(await seller.sell({ price: PRICE }));
  shared.push(await sellTogether(processes.url("embedded"), seller, shared.slice(0, 2), PRICE));
  // The chain's clock moves as it does elsewhere, so that authorizations run out.
  const clock = setInterval(() => void chain.mine().catch(() => {}), 1_000);
  let lowest: bigint | undefined;
  const reorganise = meeting(async () => {
    const wanted = lowest ?? 0n;
    lowest = undefined;
    const before = await oracle.remember();
    const newest = BigInt(await chain.rpc<string>("eth_blockNumber"));
    const from = wanted > newest - DEEPEST ? wanted : newest - DEEPEST;
    await chain.rpc("anvil_reorg", [Number(newest - from) + 1, []]);
    return new Set(before.filter(({ blockNumber }) => blockNumber >= from).map(({ nonce }) => nonce));
  });

  return {
    chain,
    rpc,
    facilitator,
    oracle,
    thirdParty,
    safe,
    burner,
    seller,
    shared,
    databaseFile,
    ...processes,
    reorganiseTogether(downTo) {
      if (lowest === undefined || downTo < lowest) lowest = downTo;
      return reorganise();
    },
    async stop() {
      clearInterval(clock);
      await processes.end();
      rpc.stop();
      facilitator.stop();
      await chain.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The app's processes, and the ways in which they end. */
async function startProcesses(
  envs: Record<AppName, Record<string, string>>,
  databaseFile: string,
  newCustomer: () => Promise<(url: string) => Promise<boolean>>,
) {
  // One after the other: the first migrates the database.
  const apps = { embedded: await startApp(envs.embedded) } as Record<AppName, App>;
  [apps.twin, apps.remote] = await Promise.all([startApp(envs.twin), startApp(envs.remote)]);
  const restarts = new Map<AppName, Promise<void>>();
  const outputs: string[] = [];

  async function start(name: AppName, dead: App) {
    outputs.push(dead.output());
    apps[name] = await startApp(envs[name]);
  }

  function kill(name: AppName): Promise<void> {
    const running = restarts.get(name);
    if (running) return running;
    const dying = apps[name];
    const restarted = dying
      .stop("SIGKILL")
      .then(() => start(name, dying))
      .finally(() => restarts.delete(name));
    restarts.set(name, restarted);
    return restarted;
  }

  async function freeze(name: AppName): Promise<() => Promise<boolean>> {
    const app = apps[name];
    const other = apps[name === "embedded" ? "twin" : "embedded"];
    const isServedAt = await newCustomer();
    await stopOutsideTransactions(app, databaseFile);
    const thawed = comesTrue(FROZEN_AT_MOST, () => isServedAt(other.url)).finally(() => app.signal("SIGCONT"));
    restarts.set(
      name,
      thawed.then(() => void restarts.delete(name)),
    );
    return () => thawed;
  }

  const ofEach = <T>(make: (name: AppName) => T) =>
    Object.fromEntries(APPS.map((name) => [name, make(name)])) as Record<AppName, T>;
  const kills = ofEach((name) => meeting(() => void kill(name)));
  const freezes = ofEach((name) => meeting(() => freeze(name)));
  return {
    url: (name: AppName) => apps[name].url,
    kill,
    killTogether: (name: AppName) => kills[name](),
    freezeTogether: (name: AppName) => freezes[name](),
    ready: async (name: AppName) => restarts.get(name),
    output: () => [...outputs, ...APPS.map((name) => apps[name].output())].join("\n"),
    end: () => Promise.all(APPS.map((name) => apps[name].stop("SIGKILL"))),
  };
}

/** Asks every second until it is so, for so long at most (ms). */
async function comesTrue(longest: number, isSo: () => Promise<boolean>): Promise<boolean> {
  for (const until = performance.now() + longest; performance.now() < until; await sleep(1_000)) {
    if (await isSo()) return true;
  }
  return false;
}

/**
 * Whoever sleeps with the database locked keeps everybody waiting, and nobody can take anything over. That is the
 * database's affair and not the gas account's, so it continues a little then.
 */
async function stopOutsideTransactions(app: App, databaseFile: string): Promise<void> {
  for (;;) {
    app.signal("SIGSTOP");
    for (let looks = 0; looks < 10; looks += 1) {
      if (isWritable(databaseFile)) return;
      // Another process may be writing just now.
      await sleep(10);
    }
    app.signal("SIGCONT");
    await sleep(10);
  }
}

function isWritable(file: string): boolean {
  const database = new Database(file, { timeout: 0 });
  try {
    database.exec("BEGIN IMMEDIATE; ROLLBACK");
    return true;
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code.startsWith("SQLITE_BUSY")) return false;
    throw error;
  } finally {
    database.close();
  }
}

async function settingsOf(chain: TestChain, rpcUrl: string, facilitatorUrl: string, dataDir: string, factory: Address) {
  const ports = {
    embedded: String(await freePort()),
    twin: String(await freePort()),
    remote: String(await freePort()),
  };
  const common: Record<string, string> = {
    ...devnetEnv(chain, dataDir),
    RPC_URL_31337: rpcUrl,
    EIP6492_FACTORIES: factory,
    MAX_FEE_PER_GAS: FEE_CAP_GWEI,
    SESSION_SECRET: randomBytes(32).toString("hex"),
    APP_URL: `http://localhost:${ports.embedded}`,
    STORAGE_PRICE: "0.03",
    STORAGE_PAY_TO: OPERATOR,
    // What is sold without paying for its storage.
    STORAGE_FREE_ROOM: "10GB",
    JOURNAL_DIR: mkdtempSync(join(tmpdir(), "filekiosk-journal-")),
    // Each buyer has its own address, as on the internet.
    TRUSTED_PROXIES: "1",
  };
  const { GAS_KEY: _, ...keyless } = common;
  return {
    embedded: { ...common, PORT: ports.embedded },
    twin: { ...common, PORT: ports.twin },
    remote: { ...keyless, FACILITATOR: facilitatorUrl, PORT: ports.remote },
  };
}
