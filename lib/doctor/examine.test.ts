import { chownSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DAY, MINUTE, SECOND } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { demoAccounts } from "@/lib/devnet/accounts";
import { countSettlements } from "@/lib/payment-methods/evm/gas/budget";
import { readNeededFees } from "@/lib/payment-methods/evm/gas/fees";
import { GAS_OF_A_SETTLEMENT } from "@/lib/payment-methods/evm/gas/sales-left";
import { forgetPerProcess, perProcess } from "@/lib/process";
import { PUBLIC_SESSION_SECRET } from "@/lib/settings/parsers/secrets";
import { startTestChain } from "@/test/chain";
import { type ExaminedShop, openExaminedShop, setEnvironment } from "@/test/examined-shop";
import { startLaggingNode } from "@/test/lagging-node";
import {
  addGasTransaction,
  backup,
  bentNode,
  changedDatabase,
  damage,
  disk,
  expectFound,
  openSecret,
  type Planted,
  page,
  sameDisk,
  says,
  unwritableFolder,
} from "@/test/planted-faults";
import { readToEnd, startScannerServer } from "@/test/scanner-server";
import { startWeakNode } from "@/test/weak-node";

/** Faults are planted one by one: the doctor names each, and nothing else. Those of the public URL: public/examine.test.ts. */

let world: ExaminedShop;
beforeAll(async () => {
  world = await openExaminedShop();
  for (let count = 0; count < 5; count++) await addGasTransaction(String(world.env.GAS_KEY));
});
afterAll(() => world?.close());

const settings: Planted[] = [
  ["setting-unusable", "no session secret", () => ({ env: { SESSION_SECRET: undefined } })],
  ["setting-unusable", "a short session secret", () => ({ env: { SESSION_SECRET: "short" } })],
  ["setting-unusable", "the tests' session secret", () => ({ env: { SESSION_SECRET: PUBLIC_SESSION_SECRET } })],
  ["setting-unusable", "plain http off localhost", () => ({ env: { APP_URL: "http://shop.example" } })],
  ["setting-unusable", "a mistyped name", () => ({ env: { TRUSTED_PROXYS: "1" } })],
  ["setting-unknown", "a name that is none", () => ({ env: { TRUSTED_PROXY: "1" } })],
  ["session-secret-weak", "a typed secret", () => ({ env: { SESSION_SECRET: "my dog is called Rex, and is nine" } })],
  ["min-price-below-cost", "a price below its cost", () => ({ env: { MIN_PRICE: "8453:0.001" } })],
  [
    "secret-readable",
    "a secret for everybody",
    () => ({ env: { SESSION_SECRET: undefined, SESSION_SECRET_FILE: openSecret() } }),
  ],
  ["page-has-gaps", "a template", ({ env }) => page(env, "By [[your name]].")],
  ["page-unreadable", "a page that is too long", ({ env }) => page(env, "a".repeat(200_000))],
  [
    "page-unused",
    "terms in two places",
    ({ env }) => ({ ...page(env, "Be fair."), env: { TERMS_URL: "https://example.org/terms" } }),
  ],
  ["storage-price-low", "storage for less than can be paid", () => paidStorage({ STORAGE_PRICE: "0.0001" })],
  ["storage-days-few", "storage for a month at most", () => paidStorage({ STORAGE_MAX_DAYS: "40" })],
  [
    "storage-paid-to-gas-account",
    "storage paid to the gas account",
    ({ env }) => paidStorage({ STORAGE_PAY_TO: privateKeyToAccount(env.GAS_KEY as `0x${string}`).address }),
  ],
  ["setting-unusable", "storage paid to nobody", () => paidStorage({ STORAGE_PAY_TO: `0x${"0".repeat(40)}` })],
  ["setting-unusable", "storage that is burned", () => paidStorage({ STORAGE_PAY_TO: `0x${"0".repeat(36)}dEaD` })],
  [
    "setting-unusable",
    "storage paid to a demo account",
    () => paidStorage({ STORAGE_PAY_TO: demoAccounts.seller.address }),
  ],
  ["contact-missing", "nobody to write to", () => ({ env: { OPERATOR_CONTACT: undefined } })],
];

function paidStorage(changes: Record<string, string>) {
  return { env: { STORAGE_PRICE: "0.05", STORAGE_PAY_TO: `0x${"71".repeat(20)}`, ...changes } };
}

const machine: Planted[] = [
  ["storage-free-room-large", "more free room than disk", () => paidStorage({ STORAGE_FREE_ROOM: "1000000GB" })],
  ["disk-full", "a full disk", () => disk({ bavail: 1 })],
  ["disk-low", "a disk that is nearly full", () => disk({ bavail: 366 })],
  ["inodes-low", "a disk with few inodes left", () => disk({ files: 1_000_000, ffree: 12 })],
  ["data-in-memory", "data in memory", () => disk({ type: 0x01021994 })],
  ["data-not-writable", "no folder", () => ({ env: { DATA_DIR: "/nowhere/data" } })],
  ["data-not-writable", "a folder for files that is none", () => ({ env: { DATA_DIR: unwritableFolder() } })],
  ["backup-missing", "no backup", () => ({ env: { BACKUP_DIR: "/nowhere/backups" } })],
  ["backup-missing", "backups of another shop", () => backup({ shop: "https://other.example", createdAt: new Date() })],
  [
    "backup-old",
    "a backup of last week",
    ({ url }) => backup({ shop: url, createdAt: new Date(Date.now() - 7 * DAY) }),
  ],
  ["backup-on-same-disk", "backups beside the data", ({ env }) => sameDisk(env.JOURNAL_DIR)],
  ["journal-missing", "no journal", () => ({ env: { JOURNAL_DIR: undefined } })],
  [
    "journal-not-writable",
    "a journal's disk that is not mounted",
    () => ({ env: { JOURNAL_DIR: "/nowhere/journal" } }),
  ],
  ["journal-on-same-disk", "a journal beside the data", ({ env }) => sameDisk(env.BACKUP_DIR)],
  ["clock-off", "a clock that is minutes behind", (world) => bentNode(world, { ahead: 300 * SECOND })],
  ["clock-drifts", "a clock that is ahead by a minute", (world) => bentNode(world, { ahead: -60 * SECOND })],
];

const scanners: Planted[] = [
  ["scanner-down", "a scanner that is not there", () => ({ env: { SCANNER: "clamd:///nowhere/clamd.ctl" } })],
  ["scanner-blind", "a scanner without signatures", () => plantScanner("stream: OK\0")],
  ["scanner-fails", "a scanner that finds something in everything", () => plantScanner("stream: Evil FOUND\0")],
  ["scanner-fails", "a scanner that talks nonsense", () => plantScanner("hello\0")],
];

/** A scanner that says this about everything. */
async function plantScanner(says: string) {
  const { setting, stop } = await startScannerServer(readToEnd(says));
  return { env: { SCANNER: setting }, undo: stop };
}

const LAST = "WHERE rowid = (SELECT max(rowid) FROM _prisma_migrations)";
const databases: Planted[] = [
  ["database-on-network-disk", "a database on NFS", () => disk({ type: 0x6969 })],
  ["database-missing", "no database", () => ({ env: { DATABASE_URL: "file:/nowhere/filekiosk.db" } })],
  ["database-damaged", "a damaged database", (world) => changedDatabase(world, damage)],
  [
    "migrations-pending",
    "a database of the version before",
    (world) => changedDatabase(world, `DELETE FROM _prisma_migrations ${LAST}`),
  ],
  [
    "migration-broken",
    "an update that broke off",
    (world) => changedDatabase(world, `UPDATE _prisma_migrations SET finished_at = NULL ${LAST}`),
  ],
  [
    "database-newer",
    "a database of a newer version",
    (world) => changedDatabase(world, `UPDATE _prisma_migrations SET checksum = 'another' ${LAST}`),
  ],
];

const nodes: Planted[] = [
  [
    "node-silent",
    "a node that is down, behind one that is up",
    ({ chain }) => ({ env: { RPC_URL_8453: `${chain.rpcUrl} http://127.0.0.1:9` } }),
  ],
  ["node-wrong-chain", "a node of another chain", (world) => bentNode(world, says("eth_chainId", "0x1"), false)],
  [
    "node-behind",
    "a node that is behind its neighbour",
    (world) => {
      const before = (time: string) => `0x${(BigInt(time) - 90n).toString(16)}`;
      return bentNode(
        world,
        {
          say({ method, params }, said) {
            if (method !== "eth_getBlockByNumber" || params[0] !== "latest") return said;
            const block = said.result as { timestamp: string };
            return { result: { ...block, timestamp: before(block.timestamp) } };
          },
        },
        false,
      );
    },
  ],
  ["node-behind", "a node that is stuck", () => ({ as: { now: () => new Date(Date.now() + 20 * MINUTE) } })],
  [
    "node-few-logs",
    "a node that gives few logs at once",
    async ({ chain }) => {
      const { url, stop } = await startWeakNode(chain.rpcUrl, { span: 50 });
      return { env: { RPC_URL_8453: url }, undo: stop };
    },
  ],
  [
    "node-no-logs",
    "a node that gives no logs",
    (world) =>
      bentNode(world, {
        say: ({ method }, said) =>
          method === "eth_getLogs" ? { error: { code: -32601, message: "no such method" } } : said,
      }),
  ],
  [
    "node-hides-logs",
    "a node that is building its index",
    async ({ chain }) => {
      const { url, stop } = await startLaggingNode(chain.rpcUrl);
      return { env: { RPC_URL_8453: url }, undo: stop };
    },
  ],
  ["node-no-receipts", "a node without receipts", (world) => bentNode(world, says("eth_getTransactionReceipt", null))],
  [
    "node-no-old-blocks",
    "a node without old blocks",
    (world) =>
      bentNode(world, {
        say: ({ method, params }, said) =>
          method === "eth_getBlockByNumber" && params[0] === "0x0" ? { result: null } : said,
      }),
  ],
];

const gas: Planted[] = [
  ["gas-empty", "an empty gas account", async ({ newGasKey }) => ({ env: { GAS_KEY: await newGasKey(0n) } })],
  [
    "gas-low",
    "gas for few sales",
    async ({ newGasKey, chain }) => {
      const { baseFee, tip } = await readNeededFees(chain.network);
      return { env: { GAS_KEY: await newGasKey((baseFee + tip) * GAS_OF_A_SETTLEMENT * 20n) } };
    },
  ],
  ["settlements-spent", "the day's settlements used up", async () => ({ env: { SETTLEMENTS_PER_DAY: await used(0) } })],
  ["settlements-nearly-spent", "most of them used", async () => ({ env: { SETTLEMENTS_PER_DAY: await used(1) } })],
  ["gas-waste-spent", "too much gas wasted", (world) => wasted(world, 10n ** 9n)],
  ["gas-waste-high", "much gas wasted", (world) => wasted(world, 5n * 10n ** 7n)],
];

/** How many settlements the shop made today, and some. */
async function used(more: number): Promise<string> {
  return String((await countSettlements(db(), new Date())) + more);
}

async function wasted({ newGasKey }: ExaminedShop, gwei: bigint) {
  const key = await newGasKey(10n ** 18n);
  await addGasTransaction(key, gwei);
  return { env: { GAS_KEY: key } };
}

it("finds nothing wrong with a sound shop", async () => {
  expect(await world.look()).toEqual([]);
});

it.runIf(process.getuid?.() === 0)("does not run as root on the data of another user", async () => {
  const folder = mkdtempSync(join(tmpdir(), "filekiosk-doctor-"));
  chownSync(folder, 1_234, 1_234);
  await expect(world.look({ env: { DATA_DIR: folder } })).rejects.toThrow("sudo -E -u '#1234' npm run doctor");
});

describe("names", () => {
  const all = [...settings, ...machine, ...scanners, ...databases, ...nodes, ...gas];
  it.each(all)("%s: %s", async (code, _what, plant) => expectFound(world, code, await plant(world)));

  it("facilitator-unusable: a facilitator that is down", async () => {
    const env = { FACILITATOR: "http://127.0.0.1:9", GAS_KEY: undefined };
    setEnvironment(env);
    await expectFound(world, "facilitator-unusable", { env }).finally(() =>
      setEnvironment({ FACILITATOR: undefined, GAS_KEY: world.env.GAS_KEY }),
    );
  });

  it("gas-fee-above-cap: a cap below the network's fee", async () => {
    const env = { MAX_FEE_PER_GAS: "0.000001" };
    setEnvironment(env);
    await expectFound(world, "gas-fee-above-cap", { env }).finally(() => setEnvironment(world.env));
  });

  it("storage-payee-missing: a contract that exists on another network only", async () => {
    const other = await startTestChain({ chainId: 137 });
    const payTo = `0x${"72".repeat(20)}` as const;
    await other.rpc("anvil_setCode", [payTo, "0x6001"]);
    const plant = paidStorage({ STORAGE_PAY_TO: payTo });
    const env = { ...plant.env, NETWORKS: "eip155:8453 eip155:137", RPC_URL_137: other.rpcUrl };
    setEnvironment(env);
    try {
      const found = await world.look({ env });
      const ours = found.filter(({ code }) => code.startsWith("storage"));
      expect(ours).toMatchObject([{ code: "storage-payee-missing", about: "Base" }]);
      await world.chain.rpc("anvil_setCode", [payTo, "0x6001"]);
      expect((await world.look({ env })).filter(({ code }) => code.startsWith("storage"))).toEqual([]);
    } finally {
      setEnvironment({ NETWORKS: "eip155:8453", STORAGE_PRICE: undefined, STORAGE_PAY_TO: undefined });
      await other.stop();
    }
  });

  it("token-unusable: a token that is none", async () => {
    const { address } = world.chain.network.token;
    const code = await world.chain.rpc("eth_getCode", [address, "latest"]);
    await world.chain.rpc("anvil_setCode", [address, "0x"]);
    await expectFound(world, "token-unusable", {}).finally(() => world.chain.rpc("anvil_setCode", [address, code]));
  });

  it("previews-not-isolated: a system with an old setpriv and without user namespaces", async () => {
    forgetPerProcess("previews.confinement");
    perProcess("previews.confinement", async () => ({ network: true, files: true, command: () => [] }));
    await expectFound(world, "previews-not-isolated", {});
    forgetPerProcess("previews.confinement");
    perProcess("previews.confinement", async () => ({ network: false, files: true, command: () => [] }));
    await expectFound(world, "previews-not-isolated", {});
  });
});
