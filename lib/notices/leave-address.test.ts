import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DAY, HOUR } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { decide } from "@/lib/decisions/decide";
import { newSecret } from "@/lib/ids";
import { resetSettings } from "@/lib/settings/settings";
import { type MailServer, startMailServer } from "@/test/mail-server";
import { openShop, type Shop } from "@/test/shop";
import { announceEnds } from "./announce-ends";
import { expandNotices } from "./expand-notices";
import { followLink, lookAtLink, stopByToken } from "./follow-link";
import { leaveAddressByAccess } from "./leave-address";
import { sendDeliveries } from "./send-deliveries";

/** Rule 15: an address that a stranger typed is a stranger's. */

let shop: Shop;
let mail: MailServer;
let now: Date;

beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.close());
beforeEach(async () => {
  now = new Date();
  mail = await startMailServer();
  Object.assign(process.env, { SMTP_URL: mail.url, MAIL_FROM: "kiosk@example.org" });
  resetSettings();
});
afterEach(async () => {
  await mail.close();
  delete process.env.SMTP_URL;
  delete process.env.MAIL_FROM;
  resetSettings();
  await db().delivery.deleteMany();
  await db().notice.deleteMany();
  await db().buyerAddress.deleteMany();
});

async function buy(file?: { id: string }) {
  const { id: fileId } = file ?? (await shop.sell());
  const payer = shop.chain.accounts.buyer;
  const outcome = await shop.buy(fileId, { payment: (await shop.sign(fileId, payer)).header });
  if (outcome.kind !== "granted" || !outcome.payment || !outcome.claimToken) throw new Error("not bought");
  return { fileId, orderId: outcome.payment.id, claimToken: outcome.claimToken };
}
type Bought = Awaited<ReturnType<typeof buy>>;

const shown = { claimToken: null, claimTokens: [], ticket: null, signIn: null, sellerId: null };
function leave({ fileId, claimToken }: Bought, email: string) {
  return leaveAddressByAccess(fileId, { ...shown, claimToken } as never, { email, locale: "en" }, now);
}

async function deliver(at = now): Promise<void> {
  await expandNotices(at);
  await sendDeliveries("email", at);
}

/** What comes after the `#` of the link in the last mail. */
function lastLink(purpose: "open" | "stop"): string {
  const text = mail.mails.at(-1)?.part("text/plain").replaceAll(/=\r\n/g, "") ?? "";
  const [, found = ""] = new RegExp(`/n#(${purpose}\\.[\\w.-]+)`).exec(text) ?? [];
  return found;
}
const open = (link: string, claimToken = newSecret(), at = now) => followLink({ link, claimToken }, at);

describe("an address that was left", () => {
  it("gets one message, whose link opens the purchase once and confirms it", async () => {
    const bought = await buy();
    expect(await leave(bought, "Buyer@example.org")).toEqual({ email: "Buyer@example.org", confirmed: false });
    await deliver();
    expect(mail.mails).toHaveLength(1);
    const link = lastLink("open");
    expect(await lookAtLink(link, now)).toEqual({ purpose: "open", title: "A report", isSpent: false });
    const [mine, others] = [newSecret(), newSecret()];
    const { body, cookies } = await open(link, mine);
    expect(body).toMatchObject({ did: "opened", recoveryUrl: expect.stringContaining(mine) });
    expect(cookies.join()).toContain(mine);
    expect(await db().buyerAddress.findFirst()).toMatchObject({ confirmedAt: now });
    // Lost response: the same browser gets the same; another one does not.
    expect((await open(link, mine)).body).toMatchObject({ did: "opened" });
    await expect(open(link, others)).rejects.toMatchObject({ code: "link_spent" });
    expect((await lookAtLink(link, now)).isSpent).toBe(true);
    expect(await shop.buy(bought.fileId, { claimToken: mine } as never)).toMatchObject({ kind: "granted" });
  });

  it("gets nothing else until it is confirmed, whatever happens", async () => {
    const bought = await buy();
    await leave(bought, "stranger@example.org");
    await deliver();
    await leave(bought, "stranger@example.org");
    await expect(leave(bought, "another@example.org")).rejects.toMatchObject({ code: "address_waits" });
    await shop.replace(bought.fileId, "all-buyers");
    await announceEnds(new Date(now.getTime() + 27.2 * DAY));
    await deliver(new Date(now.getTime() + 28 * DAY));
    expect(mail.mails.map(({ to }) => to)).toEqual([["stranger@example.org"]]);
  });

  it("that is confirmed is told about a new version, the end of the download, and gets a new link", async () => {
    const bought = await buy();
    await leave(bought, "buyer@example.org");
    await deliver();
    await open(lastLink("open"));
    await shop.replace(bought.fileId, "all-buyers");
    await deliver(new Date());
    expect(mail.mails.at(-1)?.header("Subject")).toBe("A new version of A report");
    const spent = lastLink("open");
    await open(spent);
    const later = new Date(now.getTime() + 27.2 * DAY);
    await announceEnds(later);
    await announceEnds(new Date(later.getTime() + HOUR));
    await deliver(later);
    expect(mail.mails.at(-1)?.header("Subject")).toBe("Your download of A report ends soon");
    expect(mail.mails).toHaveLength(3);
    await followLink({ link: spent, again: true }, later);
    await followLink({ link: spent, again: true }, later);
    await deliver(later);
    expect(mail.mails).toHaveLength(4);
    expect(await open(lastLink("open"), newSecret(), later)).toMatchObject({ body: { did: "opened" } });
  });

  it("that is confirmed is told when the operator closes the file, and when it opens again", async () => {
    const bought = await buy();
    await leave(bought, "buyer@example.org");
    await deliver();
    await open(lastLink("open"));
    const reasons = { on: { kind: "file", id: bought.fileId }, ground: "law", facts: "It was copied." } as const;
    const by = { kind: "command-line" } as const;
    const { id: after } = await decide({ ...reasons, verdict: "withheld", after: null }, by, new Date());
    await deliver(new Date());
    expect(mail.mails.at(-1)?.header("Subject")).toBe("Closed for now: A report");
    await decide({ ...reasons, verdict: "lifted", after }, by, new Date());
    await deliver(new Date());
    expect(mail.mails.at(-1)?.header("Subject")).toBe("Open again: A report");
    expect(mail.mails).toHaveLength(3);
  });

  it("gets one mail a day about new versions, about the newest, however many there are", async () => {
    const bought = await buy();
    await leave(bought, "buyer@example.org");
    await deliver();
    await open(lastLink("open"));
    for (let count = 0; count < 3; count += 1) await shop.replace(bought.fileId, "all-buyers");
    await deliver(new Date());
    expect(mail.mails).toHaveLength(2);
    const { noticeId } = await db().delivery.findFirstOrThrow({
      where: { notice: { kind: "new-version" }, state: "sent" },
    });
    const newest = await db().fileVersion.findFirst({ where: { fileId: bought.fileId, replacedAt: null } });
    expect(noticeId).toContain(newest?.id);
    await shop.replace(bought.fileId, "all-buyers");
    await deliver(new Date());
    expect(mail.mails).toHaveLength(2);
    await db().delivery.updateMany({ data: { updatedAt: new Date(Date.now() - DAY) } });
    await shop.replace(bought.fileId, "all-buyers");
    await deliver(new Date());
    expect(mail.mails).toHaveLength(3);
  });

  it("gets no more after unsubscribing, also not the first message of another purchase", async () => {
    const bought = await buy();
    await leave(bought, "stranger@example.org");
    await deliver();
    const link = lastLink("stop");
    const [, token = ""] = /^stop\.(.*)$/.exec(link) ?? [];
    await stopByToken(token, new Date(now.getTime() + 400 * DAY));
    await leave(await buy(), "stranger@example.org");
    await deliver();
    expect(mail.mails).toHaveLength(1);
  });

  it("gets few first messages a day, however much is bought", async () => {
    for (const count of [1, 2, 3]) {
      await leave(await buy(), "victim@example.org");
      expect(await db().buyerAddress.count()).toBe(count);
    }
    await expect(leave(await buy(), "victim@example.org")).rejects.toMatchObject({ code: "too_many_requests" });
  });

  it("gets a title without links, cut short, and no other words of the seller", async () => {
    const { id } = await shop.sell();
    const title = `Win at https://evil.example/now ${"x".repeat(100)}`;
    await db().file.update({ where: { id }, data: { title, description: "evil words" } });
    await leave(await buy({ id }), "stranger@example.org");
    await deliver();
    const text = mail.mails[0]?.part("text/plain") ?? "";
    expect(text).toContain("Win at https evil·example/now");
    expect(`${text}${mail.mails[0]?.part("text/html")}`).not.toMatch(/evil\.example|evil words|x{90}/);
  });

  it("of somebody without paid access is not taken", async () => {
    const { id: fileId } = await shop.sell();
    const nobody = { fileId, orderId: "", claimToken: newSecret() };
    await expect(leave(nobody, "a@example.org")).rejects.toMatchObject({ code: "payment_not_found" });
    expect(await db().buyerAddress.count()).toBe(0);
  });
});

describe("a link", () => {
  it("ends after a day, and is only for what it was made for", async () => {
    await leave(await buy(), "buyer@example.org");
    await deliver();
    const link = lastLink("open");
    await expect(open(link, newSecret(), new Date(now.getTime() + DAY))).rejects.toMatchObject({ code: "link_spent" });
    for (const other of [link.replace("open.", "stop."), link.replace("open.", "confirm."), `${link}x`, "open.", ""])
      await expect(open(other)).rejects.toMatchObject({ code: "link_not_found" });
    const [first, second] = await Promise.allSettled([open(link), open(link)]);
    expect([first?.status, second?.status].sort()).toEqual(["fulfilled", "rejected"]);
  });
});
