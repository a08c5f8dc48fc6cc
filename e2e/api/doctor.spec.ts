import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { type Nginx, nginxPath, startNginx } from "../nginx";
import { devnetEnv, freePort, type Stack, startStack } from "../stack";

/** The compiled doctor and the production build, with nginx as the docs configure it. */
test.describe.configure({ mode: "serial" });

const root = join(import.meta.dirname, "../..");
const hasNginx = nginxPath() !== undefined;
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

type Finding = { code: string; severity: string };

async function examine(changes: Record<string, string> = {}): Promise<{ code: number | null; trouble: string[] }> {
  const child = spawn(process.execPath, [join(root, "dist/doctor.js"), "--json", "--wait", "2"], {
    env: { PATH: process.env.PATH, NODE_ENV: "production", ...env, ...changes },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const out: string[] = [];
  child.stdout.on("data", (part) => out.push(String(part)));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  const { findings } = JSON.parse(out.join("")) as { findings: Finding[] };
  return { code, trouble: findings.filter(({ severity }) => severity !== "fine").map((one) => one.code) };
}

test("finds nothing wrong behind nginx as the docs configure it", async () => {
  const { code, trouble } = await examine();
  // Some systems that run tests allow no user namespaces.
  expect([code, trouble.filter((one) => one !== "previews-not-isolated")]).toEqual([0, []]);
});

test("says that the proxy is not counted, and that other settings are another shop's", async () => {
  expect(await examine({ TRUSTED_PROXIES: "0" })).toMatchObject({ code: 1, trouble: ["proxies-uncounted"] });
  const other = await examine({ SESSION_SECRET: randomBytes(32).toString("hex") });
  expect(other).toMatchObject({ code: 1, trouble: ["shop-unrecognised"] });
});
