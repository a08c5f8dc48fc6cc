import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { Webhook } from "standardwebhooks";
import { startTestChain, type TestChain } from "../../test/chain";
import { type HttpSink, startHttpSink } from "../../test/http-sink";
import { type MailServer, startMailServer } from "../../test/mail-server";
import { present, signFor } from "../buyer";
import { type Seller, signInSeller } from "../seller";
import { type App, devnetEnv, freePort, startApp } from "../stack";

/** A seller asks to be told by mail, webhook and ntfy; a sale arrives at all three, also when the server dies right after it. */
test.describe.configure({ mode: "serial" });

const dataDir = mkdtempSync(join(tmpdir(), "filekiosk-notices-"));
let chain: TestChain;
let mail: MailServer;
let sink: HttpSink;
let env: Record<string, string>;
let app: App;
let seller: Seller;
let secret: string;

test.beforeAll(async () => {
  [chain, mail, sink] = [await startTestChain(), await startMailServer(), await startHttpSink()];
  const port = String(await freePort());
  env = {
    ...devnetEnv(chain, dataDir),
    PORT: port,
    APP_URL: `http://localhost:${port}`,
    SMTP_URL: mail.url,
    MAIL_FROM: "Kiosk <kiosk@example.org>",
    OUTBOUND_ALLOW: "127.0.0.0/8",
  };
  app = await startApp(env);
  seller = await signInSeller(app.url, chain.accounts.seller);
});
test.afterAll(async () => {
  await app?.stop();
  await chain?.stop();
  await mail?.close();
  sink?.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const post = (path: string, body: unknown) =>
  fetch(`${app.url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: app.url },
    body: JSON.stringify(body),
  });

function linkIn(text: string, purpose: string): string {
  return new RegExp(`/n#(${purpose}\\.[\\w.-]+)`).exec(text)?.[1] ?? "";
}

async function choose(kind: string, target: string) {
  const answer = await seller.request("PUT", "/api/profile/notices", { kind, target, notices: ["sold"] });
  expect(answer.status).toBe(200);
  return (await answer.json()).channels.find((one: { kind: string }) => one.kind === kind);
}

test("an e-mail address is confirmed by the link in its first mail; a webhook has a secret of its own", async () => {
  expect(await choose("email", "seller@example.org")).toMatchObject({ state: "waits" });
  await expect.poll(() => mail.mails.length).toBe(1);
  const link = linkIn(mail.mails[0]?.part("text/plain") ?? "", "confirm");
  expect(await (await post("/api/notices/look", { link })).json()).toMatchObject({ purpose: "confirm" });
  expect(await (await post("/api/notices/use", { link })).json()).toEqual({ did: "confirmed" });
  ({ secret } = await choose("webhook", `${sink.url}/hook`));
  expect(secret).toMatch(/^whsec_/);
  await choose("ntfy", `${sink.url}/topic`);
});

async function buy() {
  const { file } = await seller.sell({ title: "Field notes" });
  const link = `${app.url}/f/${file.id}`;
  const { header } = await signFor(link, chain.accounts.buyer);
  const response = await present(link, header);
  expect(response.status).toBe(200);
  await response.arrayBuffer();
  return file.id;
}

test("a sale arrives at the mailbox, the webhook and the phone", async () => {
  const fileId = await buy();
  await expect.poll(() => mail.mails.at(-1)?.header("Subject")).toMatch(/^Sold: Field notes/);
  await expect.poll(() => sink.received.length).toBe(2);
  const hook = sink.received.find(({ url }) => url === "/hook");
  const event = new Webhook(secret).verify(hook?.body ?? "", hook?.headers as Record<string, string>);
  expect(event).toMatchObject({
    type: "sold",
    data: { fileId, title: "Field notes", transaction: expect.any(String) },
  });
  const push = sink.received.find(({ url }) => url === "/");
  expect(JSON.parse(push?.body ?? "")).toMatchObject({ topic: "topic", title: expect.stringMatching(/^Sold/) });
});

test("a sale is told after kill -9 right behind its answer, once by its id", async () => {
  // Whatever is sent meanwhile has no answer before the end.
  sink.answer = () => {};
  await buy();
  await app.stop("SIGKILL");
  sink.answer = (_, response) => void response.end("{}");
  const before = mail.mails.length;
  app = await startApp(env);
  const hooks = () => sink.received.filter(({ url }) => url === "/hook").map(({ headers }) => headers["webhook-id"]);
  await expect.poll(() => new Set(hooks()).size, { timeout: 30_000 }).toBe(2);
  await expect.poll(() => mail.mails.length, { timeout: 30_000 }).toBeGreaterThanOrEqual(Math.min(3, before + 1));
  const ids = mail.mails
    .filter((one) => one.header("Subject").startsWith("Sold"))
    .map((one) => one.header("Message-ID"));
  expect(new Set(ids).size).toBe(2);
});

test("unsubscribing by a mail program's button ends the mails and nothing else", async () => {
  const [, path = ""] = /<http:\/\/[^/]+(\/[^>]+)>/.exec(mail.mails.at(-1)?.header("List-Unsubscribe") ?? "") ?? [];
  const answer = await fetch(`${app.url}${path}`, { method: "POST", body: "List-Unsubscribe=One-Click" });
  expect(answer.status).toBe(204);
  const { channels } = await (await seller.request("GET", "/api/profile/notices")).json();
  expect(channels.map(({ kind, state }: { kind: string; state: string }) => `${kind} ${state}`)).toEqual([
    "email stopped",
    "ntfy on",
    "webhook on",
  ]);
});
