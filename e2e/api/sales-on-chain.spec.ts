import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { askChallenge, payingFetch } from "../buyer";
import { type Seller, type SoldFile, signInSeller } from "../seller";
import { type Stack, startStack } from "../stack";

/** A shop sells, loses its database, and reads from the chain what it sold. */
test.describe.configure({ mode: "serial" });

const SECRET = randomBytes(32).toString("hex");
const folder = mkdtempSync(join(tmpdir(), "filekiosk-sales-"));
const root = join(import.meta.dirname, "../..");

let stack: Stack;
let seller: Seller;
test.beforeAll(async () => {
  stack = await startStack({ SESSION_SECRET: SECRET });
  seller = await signInSeller(stack.app.url, stack.chain.accounts.seller);
});
test.afterAll(async () => {
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A command as the package's script runs it, with these settings and no others. */
async function run(command: string, args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [join(root, "commands/run.mjs"), command, ...args], {
    cwd: root,
    env: { NODE_ENV: "production", PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, err]: [string[], string[]] = [[], []];
  child.stdout.on("data", (part) => out.push(String(part)));
  child.stderr.on("data", (part) => err.push(String(part)));
  const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
  return { code, out: out.join(""), err: err.join("") };
}

function settingsOf({ chain, dataDir }: Stack): Record<string, string> {
  return {
    NETWORKS: "eip155:31337",
    RPC_URL_31337: chain.rpcUrl,
    FACILITATOR: "embedded",
    GAS_KEY: chain.accounts.gas.key,
    SESSION_SECRET: SECRET,
    DATA_DIR: dataDir,
  };
}

type Sale = { payer: string; offerId: string; version: number; byCommand: boolean };
const sales: Sale[] = [];

/** One purchase of what is on sale now, by a new buyer: with `npm run pay`, or with an x402 client of others. */
async function buy({ file }: SoldFile, version: number, byCommand: boolean): Promise<void> {
  const key = generatePrivateKey();
  const buyer = privateKeyToAccount(key);
  await stack.chain.fund(buyer.address, 1_000_000n);
  const offerId = String((await askChallenge(file.url)).accepts[0]?.extra.offerId);
  if (byCommand) {
    const into = mkdtempSync(join(folder, "bought-"));
    const paid = await run("pay", [file.url, "--yes", "--out", into], { PAYER_KEY: key });
    expect([paid.code, paid.err]).toEqual([0, expect.stringContaining("Paid.")]);
  } else {
    const response = await payingFetch(buyer, stack.chain.network.token.address)(file.url);
    expect(response.status).toBe(200);
    await response.arrayBuffer();
  }
  sales.push({ payer: buyer.address.toLowerCase(), offerId, version, byCommand });
}

async function replace({ file }: SoldFile): Promise<void> {
  const upload = await seller.upload(randomBytes(9_000), "second.pdf");
  const changed = await seller.request("PATCH", `/api/files/${file.id}`, { ...upload, newVersionFor: "new-buyers" });
  expect(changed.status).toBe(200);
}

type Row = {
  mark: string;
  offerId: string;
  version: number;
  payer: string;
  payTo: string;
  amount: string;
  nonceNames: string | null;
  fileId: string | null;
  title: string | null;
};
const rowsOf = ({ out }: { out: string }) => JSON.parse(out) as Row[];
const soldOf = (rows: Row[]) => rows.map(({ payer, offerId, version }) => ({ payer, offerId, version }));
const wanted = () => sales.map(({ payer, offerId, version }) => ({ payer, offerId, version }));

test("after 20 sales and the loss of the database, the chain alone names buyer, offer and version of each", async () => {
  test.setTimeout(240_000);
  const files = [await seller.sell(), await seller.sell(), await seller.sell({ price: "0.30" })];
  const [first, second, third] = files as [SoldFile, SoldFile, SoldFile];
  for (const [version, count] of [
    [1, 4],
    [2, 3],
  ] as const) {
    if (version === 2) await replace(first);
    for (let sale = 0; sale < count; sale += 1) await buy(first, version, sale === 0);
  }
  for (let sale = 0; sale < 7; sale += 1) await buy(second, 1, sale === 0);
  const longer = await seller.request("PATCH", `/api/files/${third.file.id}`, { downloadDays: 90 });
  expect(longer.status).toBe(200);
  for (let sale = 0; sale < 6; sale += 1) await buy(third, 1, sale === 0);
  expect(sales).toHaveLength(20);
  expect(new Set(sales.map(({ offerId }) => offerId)).size).toBe(4);

  const whole = await run("sales-on-chain", ["--json"], settingsOf(stack));
  expect([whole.code, soldOf(rowsOf(whole))]).toEqual([0, wanted()]);
  const titles = rowsOf(whole).map(({ fileId }) => fileId);
  expect(titles).toEqual(
    [...Array(7).fill(first), ...Array(7).fill(second), ...Array(6).fill(third)].map(({ file }) => file.id),
  );

  await stack.app.stop();
  for (const end of ["", "-wal", "-shm"]) rmSync(join(stack.dataDir, `filekiosk.db${end}`), { force: true });
  const left = await run("sales-on-chain", ["--json"], settingsOf(stack));
  expect([left.code, soldOf(rowsOf(left))]).toEqual([0, wanted()]);
  for (const [at, row] of rowsOf(left).entries()) {
    const { offerId, byCommand } = sales[at] as Sale;
    const amount = at < 14 ? "250000" : "300000";
    const payTo = stack.chain.accounts.seller.address.toLowerCase();
    expect(row).toMatchObject({ mark: "opened", amount, payTo, fileId: null, title: null });
    expect(row.nonceNames).toBe(byCommand ? offerId : null);
  }
});

test("without any settings: the chain's address, the gas account or the payout addresses, and a file with the secret", async () => {
  const { chain } = stack;
  const secret = join(folder, "secret");
  writeFileSync(secret, `${SECRET}\n`);
  const place = ["--network", "eip155:31337", "--rpc", chain.rpcUrl, "--secret-file", secret, "--json"];
  const bySender = await run("sales-on-chain", [...place, "--account", chain.accounts.gas.address]);
  expect([bySender.code, soldOf(rowsOf(bySender))]).toEqual([0, wanted()]);
  const byPayee = await run("sales-on-chain", [...place, "--pay-to", chain.accounts.seller.address]);
  expect([byPayee.code, soldOf(rowsOf(byPayee))]).toEqual([0, wanted()]);
});

test("with another secret no mark opens; nonces still name the offers that are given, and the exit code is 1", async () => {
  const offers = [...new Set(sales.map(({ offerId }) => offerId))].flatMap((id) => ["--offer", id]);
  const another = { ...settingsOf(stack), SESSION_SECRET: randomBytes(32).toString("hex") };
  const { code, out, err } = await run("sales-on-chain", ["--json", ...offers], another);
  expect(code).toBe(1);
  expect(err).toContain("0 sales by their mark, 20 other transfers.");
  for (const [at, row] of rowsOf({ out }).entries()) {
    const { offerId, byCommand, payer } = sales[at] as Sale;
    expect(row).toMatchObject({ mark: "closed", offerId: null, payer, nonceNames: byCommand ? offerId : null });
  }
});

test("says in words what is missing or wrong, with exit code 2", async () => {
  const settings = settingsOf(stack);
  const rows: [string[], Record<string, string>, string][] = [
    [[], {}, "Name the network with --network."],
    [["--network", "eip155:8453", "--rpc", stack.chain.rpcUrl], settings, "leads to another chain, eip155:31337"],
    [["--from-block", "x"], settings, "--from-block takes the number of a block"],
  ];
  for (const [args, env, words] of rows) {
    const { code, out, err } = await run("sales-on-chain", args, env);
    expect([args, code, out]).toEqual([args, 2, ""]);
    expect(err).toContain(words);
  }
});
