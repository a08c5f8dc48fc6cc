import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { OwnFile } from "../../lib/products/files/schema";
import type { FilesPage } from "../../lib/sellers/files/schema";
import { startBreakableProxy } from "../breakable-proxy";
import { type Seller, signInSeller } from "../seller";
import { freePort, type Stack, startStack } from "../stack";

test.describe.configure({ mode: "serial" });

const root = join(import.meta.dirname, "../..");
const operator = privateKeyToAccount(generatePrivateKey()).address;
/** Per GB and 30 days. */
const RATE = 5_000_000n;
const priceFor = (size: number, days: number) => {
  const whole = 30n * 10n ** 9n;
  return (BigInt(size) * BigInt(days) * RATE + whole - 1n) / whole;
};

let stack: Stack;
let sellers = 0;
let proxy: Awaited<ReturnType<typeof startBreakableProxy>>;
test.beforeAll(async () => {
  const port = await freePort();
  // Each seller has an address of their own, so that no limit on sign-ins gets in the way.
  proxy = await startBreakableProxy(`http://localhost:${port}`, () => ({ "X-Forwarded-For": `192.0.2.${sellers}` }));
  stack = await startStack({
    PORT: String(port),
    APP_URL: proxy.url,
    TRUSTED_PROXIES: "1",
    STORAGE_PRICE: "5",
    STORAGE_PAY_TO: operator,
    STORAGE_FREE_ROOM: "0",
  });
});
test.afterAll(async () => {
  await stack?.stop();
  proxy?.stop();
});

type Ended = { code: number | null; stdout: string; stderr: string };

/** `npm run sell -- …` or `npm run pay -- …` as the package's script runs it. */
function start(command: "sell" | "pay", args: string[], env: Record<string, string>) {
  const child = spawn(process.execPath, [join(root, "commands/run.mjs"), command, ...args], {
    cwd: root,
    env: { NODE_ENV: "production", PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (part) => (output.stdout += part));
  child.stderr.on("data", (part) => (output.stderr += part));
  const ended = new Promise<Ended>((resolve) => child.once("close", (code) => resolve({ code, ...output })));
  return { child, ended };
}

/** A seller with a wallet, a file and a place for what an interrupted run leaves. */
async function newSeller(size = 3_000_000, dollars = 10n) {
  sellers += 1;
  const key = generatePrivateKey();
  const account = privateKeyToAccount(key);
  if (dollars > 0n) await stack.chain.fund(account.address, dollars * 1_000_000n);
  const folder = mkdtempSync(join(tmpdir(), "filekiosk-sell-"));
  const bytes = randomBytes(size);
  const file = join(folder, "étude 東京.bin");
  writeFileSync(file, bytes);
  const env = { PAYER_KEY: key, XDG_STATE_HOME: folder };
  const args = (more: string[]) => [file, "--price", "0.50", "--server", proxy.url, "--max", "1", ...more];
  const begin = (...more: string[]) => start("sell", args(more), env);
  return {
    account,
    file,
    bytes,
    begin,
    sell: (...more: string[]) => begin(...more).ended,
    balance: () => stack.chain.usdcBalance(account.address),
    /** What an interrupted run left. */
    notes: () => readdirSync(join(folder, "filekiosk", "sell")).filter((name) => name.endsWith(".json")),
    async ownFiles(): Promise<OwnFile[]> {
      const seller: Seller = await signInSeller(proxy.url, account);
      const { files } = (await (await seller.request("GET", "/api/files")).json()) as FilesPage;
      const own = files.map(async ({ id }) => (await seller.request("GET", `/api/files/${id}/own`)).json());
      return Promise.all(own as Promise<OwnFile>[]);
    },
  };
}

type TestSeller = Awaited<ReturnType<typeof newSeller>>;
const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
const linkIn = ({ stdout }: Ended) => stdout.trim();

/** One charge, one file with these bytes, one link, and nothing left of it here. */
async function expectSoldOnce(seller: TestSeller, { ended, before }: { ended: Ended; before: bigint }) {
  expect(ended).toMatchObject({ code: 0 });
  const price = priceFor(seller.bytes.length, 60);
  expect(await seller.balance()).toBe(10_000_000n - price);
  expect(await stack.chain.usdcBalance(operator)).toBe(before + price);
  const files = await seller.ownFiles();
  expect(files.map(({ sha256, url }) => ({ sha256, url }))).toEqual([
    { sha256: sha256(seller.bytes), url: linkIn(ended) },
  ]);
  expect(seller.notes()).toEqual([]);
}

test("sells for a price, pays for storage, and prints nothing but the link on stdout; a buyer gets the same bytes", async () => {
  const [seller, before] = [await newSeller(), await stack.chain.usdcBalance(operator)];
  const ended = await seller.sell("--title", "A study", "--description", "Of bees");
  expect(ended.stdout).toMatch(new RegExp(`^${proxy.url}/f/\\w{22}\n$`));
  expect(ended.stderr).toContain("0.03 USDC on Devnet");
  expect(ended.stderr).toMatch(/Transaction 0x[0-9a-f]{64}/);
  await expectSoldOnce(seller, { ended, before });
  const [file] = await seller.ownFiles();
  expect(file).toMatchObject({ title: "A study", description: "Of bees", price: "0.50", downloadDays: 30 });

  const folder = mkdtempSync(join(tmpdir(), "filekiosk-pay-"));
  const buyer = generatePrivateKey();
  await stack.chain.fund(privateKeyToAccount(buyer).address, 1_000_000n);
  const paid = await start("pay", [linkIn(ended), "--yes", "--out", folder], { PAYER_KEY: buyer }).ended;
  expect(paid.code).toBe(0);
  expect(sha256(readFileSync(join(folder, "étude 東京.bin".normalize("NFC"))))).toBe(sha256(seller.bytes));
  expect(await seller.balance()).toBe(10_000_000n - priceFor(3_000_000, 60) + 500_000n);
});

const isFor = (method: string, path: RegExp, isPaid?: boolean) => (req: IncomingMessage) =>
  req.method === method &&
  path.test(req.url ?? "") &&
  (isPaid === undefined || isPaid === (req.headers["payment-signature"] !== undefined));
const steps: [what: string, isMeant: (req: IncomingMessage) => boolean][] = [
  ["it asked for the price", isFor("POST", /uploads$/, false)],
  ["it paid", isFor("POST", /uploads$/, true)],
  ["it asked how much is there", isFor("HEAD", /uploads/)],
  ["it sent the bytes", isFor("PATCH", /uploads/)],
  ["it put the file on sale", isFor("POST", /files$/)],
];

for (const [what, isMeant] of steps) {
  test(`killed with the answer on its way after ${what}: the next run ends with one charge, one file, one link`, async () => {
    const [seller, before] = [await newSeller(), await stack.chain.usdcBalance(operator)];
    const { child, ended } = seller.begin();
    proxy.loseAnswer(isMeant, () => child.kill("SIGKILL"));
    expect((await ended).stdout).toBe("");
    expect(child.signalCode).toBe("SIGKILL");
    expect(seller.notes()).toHaveLength(1);
    await expectSoldOnce(seller, { ended: await seller.sell(), before });
  });

  test(`the answer lost after ${what}: one charge, one file, one link`, async () => {
    const [seller, before] = [await newSeller(), await stack.chain.usdcBalance(operator)];
    proxy.loseAnswer(isMeant);
    const first = await seller.sell();
    // What can be sent again is; for the rest, the same command.
    expect([0, 3]).toContain(first.code);
    await expectSoldOnce(seller, { ended: first.code === 0 ? first : await seller.sell(), before });
  });
}

test("killed in the middle of the bytes: the next run sends the rest only", async () => {
  const [seller, before] = [await newSeller(70_000_000), await stack.chain.usdcBalance(operator)];
  const { child, ended } = seller.begin();
  const offsets: number[] = [];
  proxy.watch((req) => {
    if (req.method !== "PATCH") return;
    offsets.push(Number(req.headers["upload-offset"]));
    // In the middle of its second part.
    if (offsets.length === 2) req.once("data", () => child.kill("SIGKILL"));
  });
  const { stderr } = await ended;
  expect(child.signalCode, stderr).toBe("SIGKILL");
  const again = await seller.sell();
  proxy.watch(() => {});
  const [first, second, third] = offsets;
  expect([first, third]).toEqual([0, second]);
  expect(second).toBeGreaterThan(30_000_000);
  await expectSoldOnce(seller, { ended: again, before });
});

test("a file that is sold a second time is another file with another link, and its storage is paid, too", async () => {
  const seller = await newSeller();
  const [first, second] = [await seller.sell(), await seller.sell()];
  expect(linkIn(first)).not.toBe(linkIn(second));
  expect(await seller.ownFiles()).toHaveLength(2);
  expect(await seller.balance()).toBe(10_000_000n - 2n * priceFor(3_000_000, 60));
});

test("two at once: one sells, the other leaves it alone", async () => {
  const [seller, before] = [await newSeller(), await stack.chain.usdcBalance(operator)];
  const { child, ended } = seller.begin();
  await new Promise<void>((sent) => {
    proxy.watch((req) => {
      if (!isFor("PATCH", /uploads/)(req)) return;
      child.kill("SIGSTOP");
      sent();
    });
  });
  proxy.watch(() => {});
  const other = await seller.sell();
  child.kill("SIGCONT");
  expect(other).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("Another run sells this file") });
  await expectSoldOnce(seller, { ended: await ended, before });
});

test("pays no more than --max, and nothing without anybody's word", async () => {
  const seller = await newSeller();
  const dear = await seller.sell("--max", "0.02");
  expect(dear).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("raise it with --max") });
  const env = { PAYER_KEY: generatePrivateKey(), XDG_STATE_HOME: tmpdir() };
  const asked = await start("sell", [seller.file, "--price", "1", "--server", proxy.url], env).ended;
  expect(asked).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("--yes") });
  expect(await seller.balance()).toBe(10_000_000n);
  expect((await seller.sell("--max", "0.03")).code).toBe(0);
});

test("says in words why it cannot sell: an empty wallet, another server, no file, no price", async () => {
  const empty = await newSeller(3_000_000, 0n);
  expect(await empty.sell()).toMatchObject({ code: 1, stderr: expect.stringContaining("0.03 more USDC") });
  const other = await empty.sell("--server", stack.app.url);
  expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining(`asks to sign in to ${proxy.url}`) });
  const gone = await empty.sell("--server", `http://localhost:${await freePort()}`);
  expect(gone).toMatchObject({ code: 1, stderr: expect.stringContaining("cannot be reached") });
  expect(await start("sell", ["/nowhere/a", "--price", "1"], {}).ended).toMatchObject({ code: 2 });
  const usage = await start("sell", [], {}).ended;
  expect(usage).toMatchObject({ code: 2, stderr: expect.stringContaining("Usage: npm run sell") });
});

test("without a key the demo’s seller sells, with money from the faucet", async () => {
  const seller = await newSeller();
  const args = [seller.file, "--price", "0.01", "--server", proxy.url, "--max", "1"];
  const ended = await start("sell", args, { XDG_STATE_HOME: mkdtempSync(join(tmpdir(), "filekiosk-sell-")) }).ended;
  expect(ended).toMatchObject({ code: 0, stderr: expect.stringContaining("of test money") });
  const { seller: account } = stack.chain.accounts;
  expect(await stack.chain.usdcBalance(account.address)).toBe(10_000_000n - priceFor(3_000_000, 60));
});
