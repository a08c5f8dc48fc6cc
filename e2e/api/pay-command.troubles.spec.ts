import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { hasFileSystems, makeDisk, makeReadOnly, mayMount } from "../../test/disks";
import { pageOf, startMeddlingProxy } from "../../test/meddling-proxy";
import { type Seller, signInSeller } from "../seller";
import { freePort, type Stack, startStack } from "../stack";

/** `npm run pay` onto disks that refuse, and through a proxy that meddles: charged once, and the file is always found. */

test.describe.configure({ mode: "serial", timeout: 120_000 });

let stack: Stack;
let seller: Seller;
let proxy: Awaited<ReturnType<typeof startMeddlingProxy>>;
let people = 0;
test.beforeAll(async () => {
  const port = await freePort();
  proxy = await startMeddlingProxy(`http://localhost:${port}`, () => ({ "X-Forwarded-For": `192.0.2.${people}` }));
  stack = await startStack({ PORT: String(port), APP_URL: proxy.url, TRUSTED_PROXIES: "1" });
  seller = await signInSeller(proxy.url, stack.chain.accounts.seller);
});
test.afterEach(() => proxy.meddle({}));
test.afterAll(async () => {
  await stack?.stop();
  proxy?.stop();
});

const PRICE = 250_000n;
const MONEY = 10_000_000n;
const root = join(import.meta.dirname, "../..");

async function newBuyer(bytes = randomBytes(3_000_000), name = "study.bin") {
  people += 1;
  const sold = await seller.sell({ price: "0.25", bytes, name });
  const key = generatePrivateKey();
  const { address } = privateKeyToAccount(key);
  await stack.chain.fund(address, MONEY);
  return {
    ...sold,
    async pay(folder: string) {
      const args = [join(root, "commands/run.mjs"), "pay", sold.file.url, "--yes", "--out", folder];
      const env: NodeJS.ProcessEnv = {
        NODE_ENV: "production",
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        PAYER_KEY: key,
      };
      const child = spawn(process.execPath, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
      let output = "";
      child.stdout.on("data", (part) => (output += part));
      child.stderr.on("data", (part) => (output += part));
      const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
      return { code, output };
    },
    balance: () => stack.chain.usdcBalance(address),
    /** The one file in the folder has these bytes, and they were paid for once. */
    async expectSaved(folder: string, as: string) {
      expect(readdirSync(folder)).toEqual([as]);
      const saved = createHash("sha256")
        .update(readFileSync(join(folder, as)))
        .digest("hex");
      expect(saved).toBe(sold.sha256);
      expect(await this.balance()).toBe(MONEY - PRICE);
    },
  };
}

const folders: (() => void)[] = [];
test.afterEach(() => {
  for (const remove of folders.splice(0)) remove();
});
function newFolder() {
  const folder = mkdtempSync(join(tmpdir(), "filekiosk-pay-"));
  folders.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
function newDisk(...disk: Parameters<typeof makeDisk>) {
  const { folder, remove } = makeDisk(...disk);
  folders.push(remove);
  return folder;
}

// Only root may mount disks; where that is impossible, `npm test` says what is left out.
const onMemoryCards = hasFileSystems ? (["exfat", "fat"] as const) : [];
const testOnDisk = mayMount ? test : () => {};

for (const kind of onMemoryCards) {
  test(`onto ${kind}, which has no hard links and forbids the name`, async () => {
    const buyer = await newBuyer(randomBytes(500_000), 'what: a "name"?.bin');
    const folder = newDisk(kind, 8_000_000);
    const { code, output } = await buyer.pay(folder);
    expect(output).toContain("/r#");
    expect(code).toBe(0);
    await buyer.expectSaved(folder, "what_ a _name__.bin");
  });
}

testOnDisk("onto a disk without room: said before anything is paid", async () => {
  const buyer = await newBuyer();
  const { code, output } = await buyer.pay(newDisk("tmpfs", 1_000_000));
  expect(output).toContain("The file has 3.0 MB");
  expect(output).toContain("Nothing was paid");
  expect(code).toBe(1);
  expect(await buyer.balance()).toBe(MONEY);
});

testOnDisk("onto a disk that can only be read: said before anything is paid", async () => {
  const buyer = await newBuyer();
  const folder = newDisk("tmpfs", 1_000_000);
  makeReadOnly(folder);
  const { code, output } = await buyer.pay(folder);
  expect(output).toContain("the disk can only be read (EROFS).\nNothing was paid");
  expect(code).toBe(1);
  expect(await buyer.balance()).toBe(MONEY);
});

testOnDisk(
  "onto a disk that fills up after the payment: it says where the bytes are, and the next run has the file",
  async () => {
    const buyer = await newBuyer();
    const folder = newDisk("tmpfs", 4_000_000);
    writeFileSync(join(folder, "other"), randomBytes(2_000_000));
    // The size is not known before.
    proxy.meddle({ answers: (req) => (req.url?.endsWith("/info") ? pageOf(502) : undefined) });
    const full = await buyer.pay(folder);
    expect(full.code).toBe(1);
    expect(full.output).toContain("the disk is full (ENOSPC)");
    expect(full.output).toMatch(/are in .*\.part\./);
    expect(full.output).toContain("Run the same command again to go on without paying again.");
    expect(full.output).toMatch(/\/r#[\w-]{43}/);
    expect(await buyer.balance()).toBe(MONEY - PRICE);
    rmSync(join(folder, "other"));
    expect((await buyer.pay(folder)).code).toBe(0);
    await buyer.expectSaved(folder, "study.bin");
  },
);

const isPaid = (req: { headers: Record<string, unknown> }) => req.headers["payment-signature"] !== undefined;

for (const status of [200, 502, 504]) {
  test(`a page with ${status} comes in place of the paid answer: charged once, and no page is saved`, async () => {
    const buyer = await newBuyer();
    const folder = newFolder();
    let pages = 0;
    proxy.meddle({ replaces: (req) => (isPaid(req) && pages++ === 0 ? pageOf(status) : undefined) });
    const { code, output } = await buyer.pay(folder);
    expect(output).toContain("Asking what became of the payment");
    expect(code).toBe(0);
    await buyer.expectSaved(folder, "study.bin");
  });
}

test("the payment is taken out of the request: nothing is charged, and the words say why", async () => {
  const buyer = await newBuyer();
  proxy.meddle({ dropsHeaders: ["payment-signature"] });
  const { code, output } = await buyer.pay(newFolder());
  expect(output).toContain("removed the PAYMENT-SIGNATURE header");
  expect(code).toBe(1);
  expect(await buyer.balance()).toBe(MONEY);
});

test("the challenge is taken out of the answer: the words say why", async () => {
  const buyer = await newBuyer();
  proxy.meddle({ dropsAnswerHeaders: ["payment-required"] });
  const { code, output } = await buyer.pay(newFolder());
  expect(output).toContain("the answer has no PAYMENT-REQUIRED header");
  expect(code).toBe(1);
});

test("length, hash and name are taken out of the answer: all bytes are saved", async () => {
  const buyer = await newBuyer();
  const folder = newFolder();
  proxy.meddle({ dropsAnswerHeaders: ["content-length", "etag", "content-disposition"] });
  expect((await buyer.pay(folder)).code).toBe(0);
  await buyer.expectSaved(folder, buyer.file.id);
});

test("the connection is cut in the middle: the rest follows, and nothing is paid again", async () => {
  const buyer = await newBuyer();
  const folder = newFolder();
  let cuts = 0;
  const ranges: unknown[] = [];
  proxy.watch((req) => void (req.headers.range && ranges.push([req.headers.range, req.headers["if-range"]])));
  proxy.meddle({ cutsAnswerAfter: 1_000_000, isMeant: (req) => isPaid(req) && cuts++ === 0 });
  const { code } = await buyer.pay(folder);
  proxy.watch(() => {});
  expect(code).toBe(0);
  // What the connection held when it was cut may be lost.
  expect(ranges).toEqual([[expect.stringMatching(/^bytes=[1-9]\d{4,6}-$/), `"${buyer.sha256}"`]]);
  await buyer.expectSaved(folder, "study.bin");
});

test("503 with Retry-After before anything is signed is waited for", async () => {
  const buyer = await newBuyer();
  const folder = newFolder();
  let asked = 0;
  proxy.meddle({
    answers: (req) => (req.url?.includes("/f/") && asked++ === 0 ? pageOf(503, { "Retry-After": "1" }) : undefined),
  });
  expect((await buyer.pay(folder)).code).toBe(0);
  await buyer.expectSaved(folder, "study.bin");
});
