import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Seller, type SoldFile, signInSeller } from "../e2e/seller";
import { type App, devnetEnv, freePort, startApp } from "../e2e/stack";
import { startTestChain, type TestChain } from "../test/chain";
import { newSubmitter, type Submitter } from "./chain-tools";
import { type HostileFacilitator, startHostileFacilitator } from "./facilitator";
import { type RpcProxy, startRpcProxy } from "./rpc-proxy";

/** `embedded` settles by itself, `remote` by the hostile facilitator; both work on one database. */
export type AppName = "embedded" | "remote";

export const PRICE = "0.25";

export type World = {
  chain: TestChain;
  rpc: RpcProxy;
  facilitator: HostileFacilitator;
  /** Somebody else with gas. */
  thirdParty: Submitter;
  seller: Seller;
  /** Files that many buy, all for the same price. */
  shared: SoldFile[];
  url(app: AppName): string;
  /** `kill -9`, then a start on the same data. A second call while that goes on waits for it. */
  kill(app: AppName): Promise<void>;
  /** Waits for the restarts that go on. */
  ready(): Promise<unknown>;
  /** What the apps printed, for looking at afterwards. */
  output(): string;
  stop(): Promise<void>;
};

/** Two processes of the production build on one database, and nothing around them that can be trusted. */
export async function openWorld(): Promise<World> {
  const chain = await startTestChain();
  const rpc = await startRpcProxy(chain.rpcUrl);
  const facilitator = await startHostileFacilitator(chain);
  const thirdParty = await newSubmitter(chain);
  const dataDir = mkdtempSync(join(tmpdir(), "filekiosk-torture-"));
  const envs = await settingsOf(chain, rpc.url, facilitator.url, dataDir);
  const apps: Record<AppName, App> = {
    embedded: await startApp(envs.embedded),
    remote: await startApp(envs.remote),
  };
  const restarts = new Map<AppName, Promise<void>>();
  const outputs: string[] = [];
  const seller = await signInSeller(apps.embedded.url, chain.accounts.creator);
  const shared: SoldFile[] = [];
  for (let made = 0; made < 4; made += 1) shared.push(await seller.sell({ price: PRICE }));
  // The chain's clock moves as it does elsewhere, so that authorizations run out.
  const clock = setInterval(() => void chain.mine().catch(() => {}), 1_000);

  async function restart(name: AppName) {
    await apps[name].stop("SIGKILL");
    outputs.push(apps[name].output());
    apps[name] = await startApp(envs[name]);
  }

  return {
    chain,
    rpc,
    facilitator,
    thirdParty,
    seller,
    shared,
    url: (name) => apps[name].url,
    kill(name) {
      const running = restarts.get(name);
      if (running) return running;
      const restarted = restart(name).finally(() => restarts.delete(name));
      restarts.set(name, restarted);
      return restarted;
    },
    ready: () => Promise.all(restarts.values()),
    output: () => [...outputs, apps.embedded.output(), apps.remote.output()].join("\n"),
    async stop() {
      clearInterval(clock);
      await Promise.all([apps.embedded.stop("SIGKILL"), apps.remote.stop("SIGKILL")]);
      rpc.stop();
      facilitator.stop();
      await chain.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function settingsOf(chain: TestChain, rpcUrl: string, facilitatorUrl: string, dataDir: string) {
  const ports = { embedded: String(await freePort()), remote: String(await freePort()) };
  const common: Record<string, string> = {
    ...devnetEnv(chain, dataDir),
    RPC_URL_31337: rpcUrl,
    SESSION_SECRET: randomBytes(32).toString("hex"),
    APP_URL: `http://localhost:${ports.embedded}`,
    // Each buyer has an address of its own, as on the internet.
    TRUSTED_PROXIES: "1",
  };
  const { GAS_KEY: _, ...keyless } = common;
  return {
    embedded: { ...common, PORT: ports.embedded },
    remote: { ...keyless, FACILITATOR: facilitatorUrl, PORT: ports.remote },
  };
}
