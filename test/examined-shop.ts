import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, join } from "node:path";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { GET as readyz } from "@/app/readyz/route";
import { closeDb } from "@/lib/db/client";
import { type Examination, examine } from "@/lib/doctor/examine";
import type { Finding } from "@/lib/doctor/finding";
import { perProcess } from "@/lib/process";
import { resetSettings } from "@/lib/settings/settings";
import { version } from "@/package.json";
import { makeDoctorProbe } from "@/server/doctor-probe";
import { makeServer } from "@/server/http-server";
import { listen } from "@/server/listen";
import { startTestChain, type TestChain } from "./chain";
import { freshDatabase } from "./database";
import { type Certificate, type FrontFaults, makeCertificate, startFront } from "./front";
import { plainOptions } from "./http-server";
import { putBackup } from "./put-backup";

type Changes = Record<string, string | undefined>;

export type Looked = {
  env?: Changes;
  front?: FrontFaults;
  certificate?: Certificate;
  as?: Examination["as"];
  isPublic?: boolean;
  /** Seconds. */
  silence?: number;
};

export type ExaminedShop = Awaited<ReturnType<typeof openExaminedShop>>;

/**
 * A shop as its operator has it: our server with its diagnosing answers and `/readyz`, a web server with TLS in front, a
 * database, and a chain that plays Base, so that everything for real money counts.
 */
export async function openExaminedShop() {
  // As on a system that lets programs start without a network; no program is started here.
  perProcess("previews.confinement", async () => ({ network: false, files: false, command: () => [] }));
  const chain = await startTestChain({ chainId: 8453 });
  const gasKey = await newGasKey(chain, 10n ** 18n);
  const certificate = makeCertificate(90);
  const sessionSecret = randomBytes(32).toString("hex");
  const shop = await startShop(sessionSecret);
  const front = await startFront(shop.port, certificate);
  const plain = await startRedirect(front.url);
  // More blocks than a weak node gives at once, and a recent transaction.
  await chain.rpc("anvil_mine", ["0x200"]);
  await chain.fund(chain.accounts.seller.address, 1n);
  await chain.rpc("anvil_mine", ["0x5"]);
  const database = await freshDatabase();
  const [journalDir, backupDir] = [join(database.dir, "journal"), join(database.dir, "backups")];
  mkdirSync(journalDir);
  const env: Changes = {
    APP_URL: front.url,
    PORT: String(shop.port),
    DATA_DIR: database.dir,
    DATABASE_URL: database.url,
    JOURNAL_DIR: journalDir,
    BACKUP_DIR: backupDir,
    NETWORKS: "eip155:8453",
    RPC_URL_8453: chain.rpcUrl,
    GAS_KEY: gasKey,
    SESSION_SECRET: sessionSecret,
    TRUSTED_PROXIES: "1",
    // A test chain asks for more than Base does.
    MAX_FEE_PER_GAS: "100",
    MIN_FREE_SPACE: "1MB",
    OPERATOR_CONTACT: "operator@shop.example",
  };
  setEnvironment(env);

  /** Everything that is not fine. */
  async function look({
    env: changes = {},
    front: faults,
    as,
    isPublic = false,
    silence = 1,
    ...more
  }: Looked = {}): Promise<Finding[]> {
    const own =
      faults || more.certificate ? await startFront(shop.port, more.certificate ?? certificate, faults) : null;
    const settings = { ...env, ...(own ? { APP_URL: own.url } : {}), ...changes };
    // A backup is of the shop with this URL.
    putBackup(backupDir, { shop: String(settings.APP_URL), createdAt: new Date() });
    const examined = await examine({
      env: settings,
      root: database.dir,
      fileNames: [],
      readFile: () => sessionSecret,
      silence,
      isPublic,
      as: {
        // Folders of these names are on disks of their own.
        diskOf: (path) => ["journal", "backups"].indexOf(basename(path)) + 1,
        ca: (more.certificate ?? certificate).cert,
        plainUrl: plain.url,
        largeSize: 2 * 1024 * 1024,
        ...as,
      },
    }).finally(() => own?.stop());
    return examined.flatMap(({ findings }) => findings).filter(({ severity }) => severity !== "fine");
  }

  return {
    chain,
    database,
    url: front.url,
    env,
    shop,
    look,
    /** A key of an account with this balance, in wei. */
    newGasKey: (balance: bigint) => newGasKey(chain, balance),
    async close() {
      await Promise.all([shop.stop(), front.stop(), plain.stop()]);
      await closeDb();
      await database.close();
      await chain.stop();
    },
  };
}

/** For what reads the settings of the process. */
export function setEnvironment(env: Changes): void {
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  resetSettings();
}

async function newGasKey(chain: TestChain, balance: bigint) {
  const key = generatePrivateKey();
  await chain.rpc("anvil_setBalance", [privateKeyToAccount(key).address, `0x${balance.toString(16)}`]);
  return key;
}

async function startShop(sessionSecret: string) {
  const said = { version };
  const server = makeServer(
    async (req, res) => {
      if (req.url === "/version") return res.end(JSON.stringify({ version: said.version }));
      if (req.url !== "/readyz") return res.writeHead(404).end("nothing here");
      const answer = await readyz(new Request("http://localhost/readyz", { headers: req.headers as HeadersInit }));
      res.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
    },
    { ...plainOptions, trustedProxies: 1, doctor: makeDoctorProbe(sessionSecret) },
  );
  await listen(server, 0, "127.0.0.1");
  return { port: portOf(server), said, stop: () => stop(server) };
}

async function startRedirect(target: string) {
  const server = createServer((_req, res) => res.writeHead(308, { Location: `${target}/` }).end());
  await listen(server, 0, "127.0.0.1");
  return { url: `http://localhost:${portOf(server)}/`, stop: () => stop(server) };
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((stopped) => server.close(() => stopped()));
}
