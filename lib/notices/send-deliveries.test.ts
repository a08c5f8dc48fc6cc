import type { Socket } from "node:net";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { newId } from "@/lib/ids";
import { notify } from "@/lib/outbox/notify";
import type { Channel } from "@/lib/outbox/schema";
import { resetSettings } from "@/lib/settings/settings";
import { freshDatabase } from "@/test/database";
import { type HttpSink, startHttpSink } from "@/test/http-sink";
import { type MailServer, startMailServer, startRawServer } from "@/test/mail-server";
import { expandNotices } from "./expand-notices";
import { sendDeliveries } from "./send-deliveries";
import { webhookSecret } from "./webhook-secret";

/** Real time: signatures are verified against the real clock. */
const now = new Date();
const after = (milliseconds: number) => new Date(now.getTime() + milliseconds);
let database: Awaited<ReturnType<typeof freshDatabase>>;
let mail: MailServer;
let sink: HttpSink;
let opened: { close(): unknown }[];

beforeEach(async () => {
  database = await freshDatabase();
  [mail, sink] = [await startMailServer(), await startHttpSink()];
  opened = [mail, sink];
  set({ SMTP_URL: mail.url, MAIL_FROM: "Kiosk <kiosk@example.org>", OUTBOUND_ALLOW: "127.0.0.0/8" });
});
afterEach(async () => {
  set({ SMTP_URL: undefined, MAIL_FROM: undefined, OUTBOUND_ALLOW: undefined, NTFY_URL: undefined });
  set({ OPERATOR_EMAIL: undefined, OPERATOR_WEBHOOK_URL: undefined });
  for (const one of opened) await one.close();
  await database.close();
});

function set(changes: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  resetSettings();
}

const end = after(DAY);

/** A seller whose file's sale ends in a day, and who is told so by these channels. */
async function announceEnd(channels: Partial<Record<Channel, string>>, { title = "A report", locale = "en" } = {}) {
  const [sellerId, fileId] = [newId(), newId()];
  const address = `0x${fileId.toLowerCase().padEnd(40, "0").slice(0, 40)}`;
  await db().seller.create({ data: { id: sellerId, address, payTo: address, createdAt: now } });
  const row = { id: fileId, sellerId, title, description: "", onSaleUntil: end, createdAt: now, updatedAt: now };
  await db().file.create({ data: row });
  const ids: Partial<Record<Channel, string>> = {};
  for (const [kind, target] of Object.entries(channels)) {
    const id = newId();
    ids[kind as Channel] = id;
    const choice = { notices: "sale-ends", locale, confirmedAt: kind === "email" ? now : null };
    await db().sellerChannel.create({ data: { id, sellerId, kind, target, ...choice, createdAt: now } });
  }
  await notify(db(), { kind: "sale-ends", fileId, days: 1, until: end }, now);
  await expandNotices(now);
  return { fileId, ids };
}

const deliveries = () => db().delivery.findMany({ orderBy: { createdAt: "asc" } });

it.each([
  ["the sale", { suspendedAt: now }, {}],
  ["the bytes", { suspendedAt: now, withheldAt: now }, {}],
  ["all sales of the seller", {}, { suspendedAt: now }],
])("nobody is asked to prolong a sale when the operator has stopped %s", async (_, file, seller) => {
  await announceEnd({ email: "seller@example.org" });
  await db().file.updateMany({ data: file });
  await db().seller.updateMany({ data: seller });
  await sendDeliveries("email", now);
  expect(await deliveries()).toMatchObject([{ state: "moot" }]);
  expect(mail.mails).toEqual([]);
});

describe("each channel", () => {
  it("sends an e-mail with plain text beside HTML, and the delivery's id", async () => {
    await announceEnd({ email: "seller@example.org" });
    await sendDeliveries("email", now);
    const [delivery] = await deliveries();
    expect(delivery).toMatchObject({ state: "sent", attempts: 1, error: null });
    const [got] = mail.mails;
    expect(got?.to).toEqual(["seller@example.org"]);
    expect(got?.header("Message-ID")).toBe(
      `<${delivery?.id}@${new URL(process.env.APP_URL ?? "http://localhost").hostname}>`,
    );
    expect(got?.header("Subject")).toBe("One day left: A report");
    expect(got?.header("List-Unsubscribe-Post")).toBe("List-Unsubscribe=One-Click");
    expect(got?.header("List-Unsubscribe")).toMatch(/^<http.*\/api\/notices\/stop\?token=[\w.-]+>$/);
    expect(got?.part("text/plain")).toContain("A report is on sale until");
    expect(got?.part("text/html")).toContain('<html lang="en" dir="ltr">');
  });

  it("writes Arabic from right to left", async () => {
    await announceEnd({ email: "seller@example.org" }, { title: "<b>تقرير</b>", locale: "ar" });
    await sendDeliveries("email", now);
    const [got] = mail.mails;
    expect(got?.header("Subject")).toContain("بقي يوم واحد");
    expect(got?.part("text/html")).toContain('<html lang="ar" dir="rtl">');
    expect(got?.part("text/html")).toContain("&lt;b&gt;");
    expect(got?.part("text/plain")).toContain("لوحة التحكم");
  });

  it("signs webhooks so that the library accepts them", async () => {
    const { fileId, ids } = await announceEnd({ webhook: `${sink.url}/hook` });
    await sendDeliveries("webhook", now);
    const [got] = sink.received;
    const [delivery] = await deliveries();
    const secret = webhookSecret(ids.webhook ?? "");
    const verified = new Webhook(secret).verify(got?.body ?? "", got?.headers as Record<string, string>);
    expect(verified).toMatchObject({
      type: "sale-ends",
      data: { fileId, title: "A report", until: end.toISOString() },
    });
    expect(got?.headers["webhook-id"]).toBe(delivery?.id);
    const another = new Webhook(webhookSecret(newId()));
    expect(() => another.verify(got?.body ?? "", got?.headers as Record<string, string>)).toThrow("signature");
  });

  it("publishes to ntfy with an id that replaces an earlier attempt", async () => {
    await announceEnd({ ntfy: `${sink.url}/my-topic` });
    await sendDeliveries("ntfy", now);
    const [delivery] = await deliveries();
    const [got] = sink.received;
    expect(got?.url).toBe("/");
    expect(JSON.parse(got?.body ?? "")).toMatchObject({
      topic: "my-topic",
      sequence_id: delivery?.id,
      title: "One day left: A report",
      click: expect.stringMatching(/\/dashboard\/files\/\w+$/),
    });
  });

  it("logs in to the mail server and to the operator's ntfy server", async () => {
    const strict = await startMailServer({ user: "kiosk", pass: "p@ss" });
    opened.push(strict);
    const ntfy = sink.url.replace("http://", "http://:tk_secret@");
    set({
      SMTP_URL: strict.url.replace("p@ss", "p%40ss"),
      OPERATOR_EMAIL: "operator@example.org",
      NTFY_URL: `${ntfy}/kiosk`,
      OUTBOUND_ALLOW: undefined,
    });
    await db().alarm.create({ data: { id: "disk-low here", round: 1, isOn: true, seenAt: now } });
    await notify(db(), { kind: "disk-low", place: "here", round: 1 }, now);
    await expandNotices(now);
    await sendDeliveries("email", now);
    await sendDeliveries("ntfy", now);
    expect(strict.mails[0]?.header("Subject")).toBe("The disk is nearly full");
    expect(sink.received[0]?.headers.authorization).toBe(`Basic ${Buffer.from(":tk_secret").toString("base64")}`);
  });
});

describe("a delivery", () => {
  it("is tried again until the other side is back, a day later, with the same id", async () => {
    await announceEnd({ webhook: `${sink.url}/hook` });
    await db().file.updateMany({ data: { onSaleUntil: end } });
    sink.answer = (_, response) => void response.writeHead(500).end();
    let at = now;
    for (; at < after(20 * HOUR); at = new Date(at.getTime() + 10 * MINUTE)) await sendDeliveries("webhook", at);
    expect(await deliveries()).toMatchObject([{ state: "waiting", error: "The webhook answered 500." }]);
    const attempts = sink.received.length;
    // Exponential: not a request every ten minutes.
    expect(attempts).toBeGreaterThan(4);
    expect(attempts).toBeLessThan(12);
    sink.answer = (_, response) => void response.end();
    for (; at < after(23.9 * HOUR); at = new Date(at.getTime() + 10 * MINUTE)) await sendDeliveries("webhook", at);
    const [delivery] = await deliveries();
    expect(["sent", "waiting"]).toContain(delivery?.state);
    expect(new Set(sink.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  });

  it("is put aside after days, and what no longer holds is not sent", async () => {
    await announceEnd({ webhook: "http://127.0.0.1:1/hook" });
    await db().delivery.updateMany({ data: { createdAt: after(-4 * DAY) } });
    await sendDeliveries("webhook", now);
    expect(await deliveries()).toMatchObject([{ state: "dead", error: expect.stringContaining("ECONNREFUSED") }]);
    await db().delivery.updateMany({ data: { state: "waiting", nextAt: now } });
    await db().file.updateMany({ data: { onSaleUntil: after(9 * DAY) } });
    await sendDeliveries("webhook", now);
    expect(await deliveries()).toMatchObject([{ state: "moot" }]);
  });

  it("is sent once by two at the same time", async () => {
    await announceEnd({ webhook: `${sink.url}/hook` });
    sink.answer = (_, response) => void setImmediate(() => response.end());
    await Promise.all(Array.from({ length: 8 }, () => sendDeliveries("webhook", now)));
    expect(sink.received).toHaveLength(1);
  });

  it("of a process that died is sent again, by its id", async () => {
    await announceEnd({ webhook: `${sink.url}/hook` });
    const [{ id } = { id: "" }] = await deliveries();
    const taken = { state: "sending", holder: "elsewhere 1 gone", nextAt: after(MINUTE) };
    await db().delivery.update({ where: { id }, data: taken });
    await sendDeliveries("webhook", now);
    expect(sink.received).toHaveLength(0);
    await sendDeliveries("webhook", after(2 * MINUTE));
    expect(sink.received[0]?.headers["webhook-id"]).toBe(id);
  });

  it("ends a webhook that answers 410, and a mailbox that does not exist", async () => {
    await announceEnd({ webhook: `${sink.url}/hook`, email: "nobody@example.org" });
    sink.answer = (_, response) => void response.writeHead(410).end();
    mail.refuse("nobody@example.org", 550);
    await sendDeliveries("webhook", now);
    await sendDeliveries("email", now);
    expect((await deliveries()).map(({ state }) => state)).toEqual(["dead", "dead"]);
    const errors = (await deliveries()).map(({ error }) => error).join();
    expect(errors).toContain("[address] no such mailbox");
    expect(errors).not.toContain("nobody@");
    expect(await db().sellerChannel.count({ where: { stoppedAt: null } })).toBe(0);
  });

  it("to a mailbox that is full for now is tried again", async () => {
    await announceEnd({ email: "full@example.org" });
    mail.refuse("full@example.org", 452);
    await sendDeliveries("email", now);
    expect(await deliveries()).toMatchObject([{ state: "waiting" }]);
    expect(await db().sellerChannel.count({ where: { stoppedAt: null } })).toBe(1);
  });

  it("follows no redirect to a private address", async () => {
    const inside = await startHttpSink();
    opened.push(inside);
    sink.answer = (_, response) => void response.writeHead(307, { Location: inside.url }).end();
    await announceEnd({ webhook: `${sink.url}/hook` });
    await sendDeliveries("webhook", now);
    expect(inside.received).toHaveLength(0);
    expect(await deliveries()).toMatchObject([{ state: "waiting", error: "The webhook answered 307." }]);
  });

  it("is not sent to a private address", async () => {
    set({ OUTBOUND_ALLOW: undefined });
    await announceEnd({ webhook: sink.url.replace("http:", "https:"), ntfy: `${sink.url}/topic` });
    await sendDeliveries("webhook", now);
    await sendDeliveries("ntfy", now);
    expect(sink.received).toHaveLength(0);
    for (const { error } of await deliveries()) expect(error).toMatch("Its address is private");
  });

  it("holds up no other recipient", async () => {
    const slow = await startHttpSink();
    opened.push(slow);
    slow.answer = () => {};
    for (let count = 0; count < 3; count += 1) await announceEnd({ webhook: `${slow.url}/hook` });
    await announceEnd({ webhook: `${sink.url}/hook` });
    const run = sendDeliveries("webhook", now);
    await expect.poll(() => sink.received.length).toBe(1);
    slow.close();
    await run;
  });
});

describe("a mail server", () => {
  const nonsense: Record<string, (socket: Socket) => void> = {
    "that ends the connection": (socket) => void socket.end(),
    "that refuses everybody": (socket) => void socket.end("554 go away\r\n"),
    "that talks nonsense": (socket) => void socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"),
    "that answers nonsense to all": (socket) => {
      socket.write("220 hello\r\n");
      socket.on("data", () => socket.write("999 \u0000\r\n"));
    },
  };

  it.each(Object.entries(nonsense))("%s costs an attempt and nothing else", async (_, greet) => {
    const server = await startRawServer(greet);
    opened.push(server);
    set({ SMTP_URL: `smtp://127.0.0.1:${server.port}` });
    await announceEnd({ email: "seller@example.org", webhook: `${sink.url}/hook` });
    await sendDeliveries("email", now);
    await sendDeliveries("webhook", now);
    const states = Object.fromEntries((await deliveries()).map(({ channel, state }) => [channel, state]));
    expect(states).toEqual({ email: "waiting", webhook: "sent" });
    expect(await db().sellerChannel.count({ where: { stoppedAt: null } })).toBe(2);
  });
});

it("keeps no secret in the outbox", async () => {
  const { ids } = await announceEnd({ email: "seller@example.org", webhook: `${sink.url}/hook?key=hook-secret` });
  await notify(db(), { kind: "channel-added", channelId: ids.email ?? "" }, now);
  await expandNotices(now);
  sink.answer = (_, response) => void response.writeHead(500).end();
  await sendDeliveries("email", now);
  await sendDeliveries("webhook", now);
  const stored = JSON.stringify([await db().notice.findMany(), await deliveries()]);
  const secrets = mail.mails.flatMap(({ raw }) => raw.match(/[A-Za-z0-9_-]{43}/g) ?? []);
  expect(secrets.length).toBeGreaterThan(0);
  for (const secret of [...secrets, "hook-secret", "seller@example.org", webhookSecret(ids.webhook ?? "").slice(6)])
    expect(stored).not.toContain(secret);
});

describe("a person who reported a file", () => {
  const decisionId = "d".repeat(22);
  async function report(email: string | null, { at = now, unfounded = false } = {}) {
    const id = newId();
    const said = { kind: "notice", reason: "illegal", explanation: "No.", location: "p. 3", locale: "fr", email };
    const row = { id, number: `R-${id.slice(0, 4)}-TEST`, tokenHash: id, fileId: "f", sellerId: "s", decisionId };
    await db().report.create({ data: { ...row, ...said, unfounded, state: "decided", createdAt: at, lastStepAt: at } });
    await notify(db(), { kind: "report-decided", reportId: id }, at);
    await expandNotices(at);
    await sendDeliveries("email", at);
    return row;
  }

  it("is told once that it was decided, in the language of the form, without a link that opens something", async () => {
    const { id, number } = await report("somebody@example.org");
    expect(mail.mails.map(({ to }) => to)).toEqual([["somebody@example.org"]]);
    const [got] = mail.mails;
    expect(got?.header("Subject")).toContain(number);
    expect(got?.part("text/plain")).toContain(`signalement ${number}`);
    expect(got?.part("text/plain")).not.toMatch(/https?:/);
    await notify(db(), { kind: "report-decided", reportId: id }, now);
    await expandNotices(after(HOUR));
    await sendDeliveries("email", after(HOUR));
    expect(mail.mails).toHaveLength(1);
  });

  it("is told once a day, however many reports are decided, and never of one that was unfounded", async () => {
    await report("victim@example.org", { unfounded: true });
    expect(mail.mails).toHaveLength(0);
    await report("victim@example.org");
    await report("victim@example.org", { at: after(23 * HOUR) });
    expect(mail.mails).toHaveLength(1);
    await report("another@example.org", { at: after(23 * HOUR) });
    await report("victim@example.org", { at: after(25 * HOUR) });
    expect(mail.mails.map(({ to }) => to[0])).toEqual([
      "victim@example.org",
      "another@example.org",
      "victim@example.org",
    ]);
  });

  it("is not tried again for another report when there is no such mailbox", async () => {
    mail.refuse("nobody@example.org", 550);
    await report("nobody@example.org");
    await report("nobody@example.org", { at: after(3 * DAY) });
    expect(await deliveries()).toMatchObject([{ state: "dead" }]);
  });

  it("who left no address is told nothing, and nothing waits for them", async () => {
    await report(null);
    expect(mail.mails).toEqual([]);
    expect(await deliveries()).toEqual([]);
  });
});

describe("a seller who appealed", () => {
  it("is told how it was decided, if decisions are among the chosen kinds", async () => {
    const { ids } = await announceEnd({ email: "seller@example.org" });
    await db().sellerChannel.update({ where: { id: ids.email ?? "" }, data: { notices: "appeal-decided" } });
    const { sellerId } = await db().sellerChannel.findUniqueOrThrow({ where: { id: ids.email ?? "" } });
    const on = { subjectKind: "file", subjectId: "f", sellerId, verdict: "withheld", ground: "law", facts: "No." };
    await db().decision.create({ data: { id: "decision", ...on, by: "shop", createdAt: now } });
    const appeal = { id: "appeal", decisionId: "decision", party: "seller", text: "It is mine.", state: "reversed" };
    await db().appeal.create({ data: { ...appeal, createdAt: now } });
    await notify(db(), { kind: "appeal-decided", appealId: "appeal" }, now);
    await expandNotices(now);
    await sendDeliveries("email", now);
    expect(mail.mails.map((one) => one.header("Subject"))).toContain("Your appeal was decided");
  });
});
