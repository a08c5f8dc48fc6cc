import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { startTestChain, type TestChain } from "../../test/chain";
import { declared, proveWallet } from "../../test/sign-in-with-x";
import { payingFetch, present, signFor } from "../buyer";
import { type Seller, signInSeller } from "../seller";
import { type App, devnetEnv, freePort, startApp } from "../stack";

/** A shop sells, is lost with its disk, and is restored by the commands, beside its production server. */
test.describe.configure({ mode: "serial" });

const folder = mkdtempSync(join(tmpdir(), "filekiosk-restore-"));
const root = join(import.meta.dirname, "../..");
const dataDir = join(folder, "data");
const backups = join(folder, "backups");

let chain: TestChain;
let env: Record<string, string>;
let app: App;
let seller: Seller;
test.beforeAll(async () => {
  chain = await startTestChain();
  const port = String(await freePort());
  const journal = join(folder, "journal");
  env = { ...devnetEnv(chain, dataDir), PORT: port, APP_URL: `http://localhost:${port}`, JOURNAL_DIR: journal };
  app = await startApp(env);
  seller = await signInSeller(app.url, chain.accounts.seller);
});
test.afterAll(async () => {
  await app?.stop();
  await chain?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A command as the package's script runs it, with the settings of the shop. */
async function run(command: string, ...args: string[]) {
  const child = spawn(process.execPath, [join(root, "commands/run.mjs"), command, ...args], {
    cwd: root,
    env: { NODE_ENV: "production", PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const out: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => out.push(String(part)));
  const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
  return { code, out: out.join("") };
}

async function newBuyer() {
  const buyer = privateKeyToAccount(generatePrivateKey());
  await chain.fund(buyer.address, 2_000_000n);
  return buyer;
}

type Buyer = Awaited<ReturnType<typeof newBuyer>>;

async function buy(link: string, buyer: Buyer) {
  const response = await payingFetch(buyer, chain.network.token.address)(link);
  expect(response.status).toBe(200);
  return { claimToken: response.headers.get("claim-token") ?? "", bytes: Buffer.from(await response.arrayBuffer()) };
}

/** With the wallet's signature alone. */
async function comeBack(link: string, buyer: Buyer): Promise<Response> {
  const told = await fetch(link);
  const { extensions } = (await told.json()) as { extensions: never };
  return fetch(link, { headers: { "SIGN-IN-WITH-X": await proveWallet(declared(extensions), buyer) } });
}

test("a shop that lost its disk comes back with the sales made since, and sells when its operator says so", async () => {
  test.setTimeout(240_000);
  const files = [randomBytes(20_000), randomBytes(30_000)];
  const [one, other] = [
    await seller.sell({ bytes: files[0] as Buffer, price: "0.50" }),
    await seller.sell({ bytes: files[1] as Buffer, price: "0.50" }),
  ];
  const [early, late, lateToo] = [await newBuyer(), await newBuyer(), await newBuyer()];
  const before = await buy(one.file.url, early);
  expect((await run("backup", "--to", backups)).code).toBe(0);
  await buy(other.file.url, late);
  await buy(one.file.url, lateToo);
  const paid = await chain.usdcBalance(chain.accounts.seller.address);

  await app.stop();
  rmSync(dataDir, { recursive: true });
  const restored = await run("restore", backups);
  expect([restored.code, restored.out]).toEqual([0, expect.stringContaining("Repeated from the journal: nothing.")]);
  app = await startApp(env);

  expect((await fetch(`${app.url}/readyz`)).status).toBe(503);
  const challenge = await fetch(one.file.url);
  expect([challenge.status, await challenge.json()]).toEqual([503, expect.objectContaining({ code: "shop_restored" })]);
  expect(challenge.headers.get("payment-required")).toBeNull();
  const link = await fetch(one.file.url, { headers: { "Claim-Token": before.claimToken } });
  expect(Buffer.from(await link.arrayBuffer()).equals(before.bytes)).toBe(true);
  expect((await seller.request("GET", "/api/files")).status).toBe(401);

  const confirmed = await run("restore", "--confirm", "--yes");
  expect([confirmed.code, confirmed.out]).toEqual([0, expect.stringMatching(/signature: 2, together 1.* USDC/)]);
  await expect.poll(async () => (await fetch(`${app.url}/readyz`)).status, { timeout: 15_000 }).toBe(200);
  const [found, foundToo] = [await comeBack(other.file.url, late), await comeBack(one.file.url, lateToo)];
  expect(Buffer.from(await found.arrayBuffer()).equals(files[1] as Buffer)).toBe(true);
  expect(Buffer.from(await foundToo.arrayBuffer()).equals(files[0] as Buffer)).toBe(true);
  expect((await comeBack(one.file.url, late)).status).toBe(402);
  expect(await chain.usdcBalance(chain.accounts.seller.address)).toBe(paid);
  const fresh = await newBuyer();
  expect((await present(one.file.url, (await signFor(one.file.url, fresh)).header)).status).toBe(200);
});
