import { randomBytes } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import type { SignInNonce } from "../../lib/sign-in/schema";
import { startBreakableProxy } from "../breakable-proxy";
import { present, signFor } from "../buyer";
import { cookiesOf, type Seller, type SoldFile, signInSeller, signOffered } from "../seller";
import { type App, devnetEnv, freePort, type Stack, startApp, startStack } from "../stack";

/** What a shop keeps secret, against the production build: sessions that end, secrets that are replaced, the node's address. */
test.describe.configure({ mode: "serial", timeout: 280_000 });

/** As an operator of a node would give it. */
const KEY = `k3y${randomBytes(12).toString("hex")}`;
const secrets = { old: randomBytes(32).toString("hex"), next: randomBytes(32).toString("hex") };

let stack: Stack;
let proxy: Awaited<ReturnType<typeof startBreakableProxy>>;
let env: Record<string, string>;
let app: App;
let seller: Seller;
let sold: SoldFile;

test.beforeAll(async () => {
  test.setTimeout(280_000);
  stack = await startStack();
  await stack.app.stop();
  proxy = await startBreakableProxy(stack.chain.rpcUrl);
  env = {
    ...devnetEnv(stack.chain, stack.dataDir),
    RPC_URL_31337: `${proxy.url}/?access=${KEY}`,
    SESSION_SECRET: secrets.old,
    PORT: String(await freePort()),
    LOG_LEVEL: "trace",
  };
  app = await startApp(env);
  seller = await signInSeller(app.url, stack.chain.accounts.seller);
  sold = await seller.sell({ price: "0.25" });
});
test.afterAll(async () => {
  proxy?.stop();
  await app?.stop();
  await stack?.stop();
});

const restart = async (changes: Record<string, string>) => {
  await app.stop();
  app = await startApp({ ...env, ...changes });
};
const link = () => `${app.url}/f/${sold.file.id}`;
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${app.url}${path}`, {
    method: "POST",
    headers: { Origin: app.url, "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
const filesBy = async (cookie: string) => (await fetch(`${app.url}/api/files`, { headers: { Cookie: cookie } })).status;

async function buy() {
  const { header } = await signFor(link(), stack.chain.accounts.buyer);
  const answer = await present(`${app.url}/api/files/${sold.file.id}/purchase`, header, { method: "POST" });
  expect(answer.status).toBe(200);
  return (await answer.json()) as { claimToken: string; ticketUrl: string };
}

test("on plain HTTP no cookie has a prefix, and other users of the machine read nothing of the shop", async () => {
  expect(seller.cookie).toMatch(/^fk_session=/);
  const modes = (folder: string): number[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      return [statSync(path).mode & 0o077, ...(entry.isDirectory() ? modes(path) : [])];
    });
  expect([statSync(stack.dataDir).mode & 0o777, ...new Set(modes(stack.dataDir))]).toEqual([0o700, 0]);
});

test("what one session secret sealed opens under the next while the old one is listed, and no longer", async () => {
  const { claimToken, ticketUrl } = await buy();
  const offered = (await (await post("/api/sign-in/nonce", {})).json()) as SignInNonce;
  const opens = async () => ({
    session: await filesBy(seller.cookie),
    ticket: (await fetch(ticketUrl)).status,
    link: (await post("/api/claims", { token: claimToken })).status,
  });
  expect(await opens()).toEqual({ session: 200, ticket: 200, link: 200 });

  await restart({ SESSION_SECRET: secrets.next, OLD_SESSION_SECRETS: secrets.old });
  expect(await opens()).toEqual({ session: 200, ticket: 200, link: 200 });
  const signed = await post("/api/sign-in", await signOffered(stack.chain.accounts.seller, offered));
  const cookie = cookiesOf(signed);
  expect([signed.status, await filesBy(cookie)]).toEqual([200, 200]);

  await restart({ SESSION_SECRET: secrets.next });
  // A recovery link is no seal: whoever paid keeps the file.
  expect(await opens()).toEqual({ session: 401, ticket: 410, link: 200 });
  expect(await filesBy(cookie)).toBe(200);
  seller = await signInSeller(app.url, stack.chain.accounts.seller);
});

test("a copy of a cookie opens nothing once its owner signed out, there or everywhere", async () => {
  const [here, there] = await Promise.all([1, 2].map(() => signInSeller(app.url, stack.chain.accounts.seller)));
  expect((await post("/api/sign-out", {}, { Cookie: here?.cookie ?? "" })).status).toBeLessThan(300);
  expect([await filesBy(here?.cookie ?? ""), await filesBy(there?.cookie ?? "")]).toEqual([401, 200]);
  const everywhere = await there?.request("DELETE", "/api/sessions");
  expect(everywhere?.status).toBeLessThan(300);
  expect([await filesBy(there?.cookie ?? ""), await filesBy(seller.cookie)]).toEqual([401, 401]);
  seller = await signInSeller(app.url, stack.chain.accounts.seller);
});

test("the node's address is nowhere while the node is down", async () => {
  const { header } = await signFor(link(), stack.chain.accounts.stranger);
  proxy.break();
  const bodies: string[] = [];
  const keep = async (answer: Response) => void bodies.push(`${answer.status} ${await answer.text()}`);
  await keep(await present(link(), header));
  await keep(await present(`${app.url}/api/files/${sold.file.id}/purchase`, header, { method: "POST" }));
  for (const path of [`/f/${sold.file.id}`, "/readyz", "/metrics", "/dashboard", `/api/files/${sold.file.id}`])
    await keep(await fetch(`${app.url}${path}`, { headers: { Accept: "text/html", Cookie: seller.cookie } }));
  const balances = `/api/balances?network=eip155:31337&file=${sold.file.id}&address=${stack.chain.accounts.buyer.address}`;
  await keep(await fetch(`${app.url}${balances}`));
  // Jobs run in the meantime.
  await expect.poll(() => app.output(), { timeout: 30_000 }).toContain('"level":"warn"');
  const shown = new RegExp(`${KEY}|${new URL(proxy.url).host}`);
  expect(bodies.filter((body) => shown.test(body))).toEqual([]);
  expect(
    app
      .output()
      .split("\n")
      .filter((line) => shown.test(line)),
  ).toEqual([]);
  proxy.mend();
});

test("two thousand slow connections leave the shop usable, and are closed", async () => {
  const { port } = new URL(app.url);
  const head = `POST /api/sign-in HTTP/1.1\r\nHost: localhost:${port}\r\nOrigin: ${app.url}\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n{`;
  const sockets: Socket[] = [];
  // Those that came first are closed after half a minute.
  let [open, connected] = [0, 0];
  const begin = () => {
    const socket = connect(Number(port), "127.0.0.1");
    sockets.push(socket);
    socket.on("error", () => {});
    // A client that reads nothing is not told that its connection has ended.
    socket.resume();
    socket.once("connect", () => {
      open += 1;
      connected += 1;
      socket.write(head);
      socket.once("close", () => {
        open -= 1;
      });
    });
  };
  // No more at once than wait to be accepted: the kernel drops others, and tries them again much later.
  for (let wanted = 200; wanted <= 2_000; wanted += 200) {
    while (sockets.length < wanted) begin();
    await expect.poll(() => connected, { timeout: 30_000 }).toBe(wanted);
  }
  // Behind the requests that they began, which have been answered or wait for their bodies then.
  expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
  const began = Date.now();
  expect((await fetch(link())).status).toBe(402);
  expect(Date.now() - began).toBeLessThan(5_000);
  await expect.poll(() => open, { timeout: 120_000 }).toBe(0);
  for (const socket of sockets) socket.destroy();
});
