import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { payingFetch } from "../buyer";
import { type Seller, signInSeller } from "../seller";
import { type Stack, startStack } from "../stack";

test.describe.configure({ mode: "serial" });

let stack: Stack;
let seller: Seller;
test.beforeAll(async () => {
  stack = await startStack();
  seller = await signInSeller(stack.app.url, stack.chain.accounts.seller);
});
test.afterAll(() => stack?.stop());

const root = join(import.meta.dirname, "../..");
const newFolder = () => mkdtempSync(join(tmpdir(), "filekiosk-pay-"));

/** `npm run pay -- …` as the package's script runs it. */
async function pay(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [join(root, "commands/run.mjs"), "pay", ...args], {
    cwd: root,
    env: { NODE_ENV: "production", PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (part) => (output += part));
  child.stderr.on("data", (part) => (output += part));
  const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
  return { code, output };
}

async function newBuyer() {
  const key = generatePrivateKey();
  const { address } = privateKeyToAccount(key);
  await stack.chain.fund(address, 10_000_000n);
  return { key, address, balance: () => stack.chain.usdcBalance(address) };
}

test("buys a file, saves it under its name, and shows price, network, transaction and recovery link", async () => {
  const sold = await seller.sell({ price: "0.25", name: "été 東京.pdf" });
  const [buyer, folder] = [await newBuyer(), newFolder()];
  const { code, output } = await pay([sold.file.url, "--yes", "--out", folder], { PAYER_KEY: buyer.key });
  expect(output).toContain("0.25 USDC on Devnet");
  expect(output).toMatch(/Transaction 0x[0-9a-f]{64}/);
  expect(output).toMatch(/\/r#[\w-]{43}/);
  expect(code).toBe(0);
  expect(readdirSync(folder)).toEqual(["été 東京.pdf".normalize("NFC")]);
  expect(
    createHash("sha256")
      .update(readFileSync(join(folder, "été 東京.pdf")))
      .digest("hex"),
  ).toBe(sold.sha256);
  expect(await buyer.balance()).toBe(9_750_000n);

  const again = await pay([sold.file.url, "--yes", "--out", newFolder()], { PAYER_KEY: buyer.key });
  expect(again.output).toContain("You had bought this already; nothing was charged.");
  expect(again.output).not.toContain("Paid.");
  expect(again.code).toBe(0);
  expect(await buyer.balance()).toBe(9_750_000n);
});

test("asks before paying: with nobody to ask and no --yes it pays nothing", async () => {
  const sold = await seller.sell();
  const [buyer, folder] = [await newBuyer(), newFolder()];
  const { code, output } = await pay([sold.file.url, "--out", folder], { PAYER_KEY: buyer.key });
  expect(code).toBe(1);
  expect(output).toContain("--yes");
  expect(await buyer.balance()).toBe(10_000_000n);
});

test("pays no more than --max", async () => {
  const sold = await seller.sell({ price: "2.00" });
  const [buyer, folder] = [await newBuyer(), newFolder()];
  const refused = await pay([sold.file.url, "--yes", "--max", "1.99", "--out", folder], { PAYER_KEY: buyer.key });
  expect(refused.code).toBe(1);
  expect(refused.output).toContain("raise it with --max");
  const unclear = await pay([sold.file.url, "--yes", "--max", "2,000", "--out", folder], { PAYER_KEY: buyer.key });
  expect(unclear.code).toBe(1);
  expect(unclear.output).toContain("--max has “2,000”, which could mean 2000 or 2.00. Write 2000, or 2.00.");
  expect(await buyer.balance()).toBe(10_000_000n);
  const paid = await pay([sold.file.url, "--yes", "--max", "٢٫٠٠", "--out", folder], { PAYER_KEY: buyer.key });
  expect(paid.code).toBe(0);
  expect(await buyer.balance()).toBe(8_000_000n);
});

test("takes up a broken download where it stopped, without paying again", async () => {
  const sold = await seller.sell({ price: "0.25", bytes: randomBytes(3_000_000), name: "big.bin" });
  const [buyer, folder] = [await newBuyer(), newFolder()];
  // What a run leaves that was killed midway: the claim token it chose, the ETag, and the first part of the bytes.
  const claimToken = randomBytes(32).toString("base64url");
  const pays = payingFetch(privateKeyToAccount(buyer.key), stack.chain.network.token.address);
  const first = await pays(sold.file.url, { headers: { "Claim-Token": claimToken } });
  const etag = first.headers.get("etag");
  const part = join(folder, `${sold.file.id}.part`);
  writeFileSync(part, Buffer.from(await first.arrayBuffer()));
  truncateSync(part, 1_000_000);
  writeFileSync(`${part}.json`, JSON.stringify({ link: sold.file.url, claimToken, etag, paying: true }));

  const { code, output } = await pay([sold.file.url, "--yes", "--out", folder], { PAYER_KEY: buyer.key });
  expect(output).not.toContain("You pay");
  expect(code).toBe(0);
  expect(
    createHash("sha256")
      .update(readFileSync(join(folder, "big.bin")))
      .digest("hex"),
  ).toBe(sold.sha256);
  expect(await buyer.balance()).toBe(9_750_000n);
  expect(readdirSync(folder)).toEqual(["big.bin"]);
});

test("after a lost response the next run finds the purchase", async () => {
  const sold = await seller.sell({ price: "0.25" });
  const [buyer, folder] = [await newBuyer(), newFolder()];
  const claimToken = randomBytes(32).toString("base64url");
  const pays = payingFetch(privateKeyToAccount(buyer.key), stack.chain.network.token.address);
  await (await pays(sold.file.url, { headers: { "Claim-Token": claimToken } })).body?.cancel();
  writeFileSync(
    join(folder, `${sold.file.id}.part.json`),
    JSON.stringify({ link: sold.file.url, claimToken, paying: true }),
  );
  const { code } = await pay([sold.file.url, "--yes", "--out", folder], { PAYER_KEY: buyer.key });
  expect(code).toBe(0);
  expect(await buyer.balance()).toBe(9_750_000n);
});

test("says in words why it cannot buy: no such file, an empty wallet, no link", async () => {
  const sold = await seller.sell();
  const folder = newFolder();
  const gone = await pay([`${stack.app.url}/f/none`, "--yes", "--out", folder]);
  expect(gone).toMatchObject({ code: 1, output: expect.stringContaining("There is no such file.") });
  const empty = await pay([sold.file.url, "--yes", "--out", folder], { PAYER_KEY: generatePrivateKey() });
  expect(empty).toMatchObject({ code: 1, output: expect.stringContaining("0.25 more USDC") });
  expect((await pay([])).output).toContain("Usage: npm run pay");
  expect((await pay(["nonsense"])).output).toContain("is not a link");
});
