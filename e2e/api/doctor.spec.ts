import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "@playwright/test";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { testSeller } from "../../lib/sign-in/test-seller";
import { type Nginx, nginxPath, startNginx } from "../nginx";
import { signInSeller } from "../seller";
import { devnetEnv, freePort, type Stack, startStack } from "../stack";

/** The compiled doctor and the production build, with nginx as the docs configure it. */
test.describe.configure({ mode: "serial" });

const root = join(import.meta.dirname, "../..");
const hasNginx = nginxPath() !== undefined;
const NAMED_SELLER = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const SECRET = randomBytes(32).toString("hex");

let stack: Stack;
let nginx: Nginx;
let env: Record<string, string>;
test.beforeAll(async () => {
  if (!hasNginx) return;
  const [port, plainPort, appPort] = [await freePort(), await freePort(), await freePort()];
  const own = {
    PORT: String(appPort),
    APP_URL: `http://localhost:${port}`,
    TRUSTED_PROXIES: "1",
    SESSION_SECRET: SECRET,
    SELLERS: NAMED_SELLER,
  };
  stack = await startStack(own);
  nginx = await startNginx({ port, plainPort, appPort, dataDir: stack.dataDir });
  env = { ...devnetEnv(stack.chain, stack.dataDir), ...own };
});
test.afterAll(async () => {
  await nginx?.stop();
  await stack?.stop();
});

test.beforeEach(({ browserName: _ }, info) => info.skip(!hasNginx, "nginx is not installed"));

type Finding = { code: string; severity: string; words: string };

/** Starts the compiled doctor. */
function start(args: string[], changes: Record<string, string> = {}) {
  return spawn(process.execPath, [join(root, "dist/doctor.js"), "--json", ...args], {
    env: { PATH: process.env.PATH, NODE_ENV: "production", ...env, ...changes },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

async function run(args: string[], changes: Record<string, string> = {}) {
  const child = start(args, changes);
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  const { findings } = (out ? JSON.parse(out) : { findings: [] }) as { findings: Finding[] };
  return { code: code as number | null, err, findings, trouble: findings.filter(isTrouble).map((one) => one.code) };
}

/** Some systems that run tests allow no user namespaces. */
function isTrouble({ code, severity }: Finding): boolean {
  return severity !== "fine" && code !== "previews-not-isolated";
}

const examine = (changes: Record<string, string> = {}) => run(["--wait", "2"], changes);

test("finds nothing wrong behind nginx as the docs configure it", async () => {
  expect(await examine()).toMatchObject({ code: 0, trouble: [] });
});

test("says that the proxy is not counted, and that other settings are another shop's", async () => {
  expect(await examine({ TRUSTED_PROXIES: "0" })).toMatchObject({ code: 1, trouble: ["proxies-uncounted"] });
  const other = await examine({ SESSION_SECRET: randomBytes(32).toString("hex") });
  expect(other).toMatchObject({ code: 1, trouble: ["shop-unrecognised"] });
});

test.describe("--sale", () => {
  const sale = ["--sale", "--no-public"];

  async function newBuyer(funds: bigint) {
    const key = generatePrivateKey();
    const { address } = privateKeyToAccount(key);
    if (funds > 0n) await stack.chain.fund(address, funds);
    const file = join(mkdtempSync(join(tmpdir(), "filekiosk-doctor-")), "key");
    writeFileSync(file, key, { mode: 0o600 });
    return { env: { PAYER_KEY_FILE: file }, balance: () => stack.chain.usdcBalance(address) };
  }

  test("tells amounts and pays nothing unless somebody agrees; an empty wallet cannot pay", async () => {
    const buyer = await newBuyer(1_000_000n);
    const asked = await run(sale, buyer.env);
    expect(asked).toMatchObject({
      code: 2,
      findings: [],
      err: expect.stringContaining("0.01 USDC on Devnet (the wallet has 1.00)"),
    });
    expect(asked.err).toContain("--yes");
    expect(await buyer.balance()).toBe(1_000_000n);
    const empty = await run([...sale, "--yes"], (await newBuyer(0n)).env);
    expect(empty).toMatchObject({ code: 0, trouble: ["sale-not-tried"] });
  });

  test("buys and refunds on a shop of named sellers, also what an interrupted run bought, and leaves no file", async () => {
    test.setTimeout(240_000);
    const buyer = await newBuyer(1_000_000n);
    const interrupted = start([...sale, "--yes"], buyer.env);
    for await (const said of interrupted.stderr) if (String(said).includes("Bought for 0.01 USDC on Devnet")) break;
    interrupted.kill("SIGKILL");
    await once(interrupted, "exit");
    expect(await buyer.balance()).toBe(990_000n);

    const { code, trouble, findings } = await run([...sale, "--yes"], buyer.env);
    expect([code, trouble]).toEqual([0, []]);
    expect(findings.find((one) => one.code === "test-sale")?.words).toMatch(
      /^A file was bought for 0.01 USDC .* refunded/,
    );
    expect(await buyer.balance()).toBe(1_000_000n);
    const { address } = testSeller(SECRET);
    expect(await stack.chain.usdcBalance(address)).toBe(0n);
    const session = await signInSeller(String(env.APP_URL), testSeller(SECRET));
    const ask = async (path: string) => (await session.request("GET", path)).json();
    expect(await ask("/api/overview")).toMatchObject({ received: "0.00", salesCount: 0 });
    expect(await ask("/api/files")).toMatchObject({ files: [] });
    expect(await ask("/api/sales")).toMatchObject({ sales: [{ state: "refunded" }, { state: "refunded" }] });
  });

  test("says that a sale failed, and that nothing was paid", async () => {
    const buyer = await newBuyer(1_000_000n);
    const elsewhere = { APP_URL: `http://localhost:${await freePort()}` };
    const failed = await run([...sale, "--yes"], { ...buyer.env, ...elsewhere });
    expect(failed).toMatchObject({ code: 1, trouble: ["sale-failed"] });
    expect(await buyer.balance()).toBe(1_000_000n);
  });
});
