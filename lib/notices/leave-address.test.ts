import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { paidBy } from "@/lib/buyers/own-payment";
import { DAY, HOUR } from "@/lib/clock";
import { changeComplaint } from "@/lib/complaints/change-complaint";
import { complainByAccess } from "@/lib/complaints/send-complaint";
import { db } from "@/lib/db/client";
import { decide } from "@/lib/decisions/decide";
import { newSecret } from "@/lib/ids";
import { notify } from "@/lib/outbox/notify";
import { eraseBuyerRows } from "@/lib/privacy/erase-rows";
import { resetSettings } from "@/lib/settings/settings";
import { type MailServer, startMailServer } from "@/test/mail-server";
import { randomNonce, readPayment, refundOf } from "@/test/rows";
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
  await db().typedAddress.deleteMany();
  await db().unsubscribed.deleteMany();
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

const textOf = (one: MailServer["mails"][number] | undefined) => one?.part("text/plain").replaceAll(/=\r\n/g, "") ?? "";
const lastText = () => textOf(mail.mails.at(-1));

/** What comes after the `#` of the link in the last mail. */
function lastLink(purpose: "open" | "stop"): string {
  const [, found = ""] = new RegExp(`/n#(${purpose}\\.[\\w.-]+)`).exec(lastText()) ?? [];
  return found;
}

function withhold({ fileId: id }: Bought) {
  const reasons = { on: { kind: "file", id }, ground: "law", facts: "It was copied." } as const;
  return decide({ ...reasons, verdict: "withheld", after: null }, { kind: "command-line" }, new Date());
}
const open = (link: string, claimToken = newSecret(), at = now) => followLink({ link, claimToken }, at);

const stop = (link: string) => followLink({ link }, now);

/** What a mail program posts, from the header of the last mail. */
function oneClickToken(): string {
  const [, token = ""] = /token=([\w.-]+)/.exec(mail.mails.at(-1)?.header("List-Unsubscribe") ?? "") ?? [];
  return token;
}

/** Erases what the buyer of these tests left. */
const erase = () => {
  const buyer = { address: shop.chain.accounts.buyer.address.toLowerCase(), chainId: 0 };
  return db().$transaction((tx) => eraseBuyerRows(tx, paidBy(buyer), now));
};

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

  it.each(["withheld", "deleted"] as const)("is invited to nothing that is %s meanwhile", async (verdict) => {
    const bought = await buy();
    const decideNow = (input: { verdict: typeof verdict | "lifted"; after: string | null }) => {
      const reasons = { on: { kind: "file", id: bought.fileId }, ground: "law", facts: "It was copied." } as const;
      return decide({ ...reasons, ...input }, { kind: "command-line" }, new Date());
    };
    await leave(bought, "buyer@example.org");
    await deliver();
    const link = lastLink("open");
    await open(link);
    await shop.replace(bought.fileId, "all-buyers");
    const later = new Date(now.getTime() + 27.2 * DAY);
    await announceEnds(later);
    await followLink({ link, again: true }, now);
    const { id: after } = await decideNow({ verdict, after: null });
    await deliver(later);
    const subjects = () => mail.mails.map((one) => one.header("Subject"));
    expect(subjects()).toEqual(["Your file: A report", "Closed for now: A report"]);
    await decideNow({ verdict: "lifted", after });
    await followLink({ link, again: true }, later);
    await deliver(later);
    // What was deleted does not open again.
    const opened = ["Open again: A report", "A new link to A report"];
    expect(subjects().slice(2).sort()).toEqual(verdict === "deleted" ? [] : opened.sort());
  });

  it("gets no first message about a file that is withheld meanwhile", async () => {
    const bought = await buy();
    await leave(bought, "buyer@example.org");
    await withhold(bought);
    await deliver(new Date());
    expect(mail.mails).toHaveLength(0);
  });

  it("is told of a refund, with a link to the file's page unless it is closed", async () => {
    const refund = async (bought: Bought) => {
      await leave(bought, "buyer@example.org");
      await deliver();
      await open(lastLink("open"));
      const sale = await readPayment(bought.orderId);
      const settled = { state: "settled", standingFor: null, transaction: randomNonce() };
      await db().transfer.create({ data: refundOf(sale, { nonce: randomNonce() }, settled) });
      await notify(db(), { kind: "refund-confirmed", orderId: bought.orderId }, now);
    };
    const [open1, closed] = [await buy(), await buy()];
    await refund(open1);
    await deliver(new Date());
    expect(lastText()).toContain(`/f/${open1.fileId}`);
    await refund(closed);
    await withhold(closed);
    await deliver(new Date());
    const told = mail.mails.find(
      (one) => one.header("Subject").startsWith("Your refund") && !textOf(one).includes("/f/"),
    );
    expect(textOf(told)).toContain("has returned $0.25");
  });

  it("is told once that the seller has answered, without a word or a link of the seller's, once the address is confirmed", async () => {
    const [confirmed, unconfirmed] = [await buy(), await buy()];
    await db().file.update({
      where: { id: confirmed.fileId },
      data: { title: `Win at evil.example ${"x".repeat(90)}` },
    });
    await leave(unconfirmed, "stranger@example.org");
    // By itself: of two that are sent together, either may be the last.
    await deliver();
    await leave(confirmed, "buyer@example.org");
    await deliver();
    await open(lastLink("open"));
    const before = mail.mails.length;
    const answer = async ({ fileId, claimToken }: Bought, reply: string) => {
      const { id } = await complainByAccess(
        fileId,
        { ...shown, claimToken } as never,
        { text: "Page 3 is missing." },
        now,
      );
      return changeComplaint(shop.sellerId, id, { reply, done: true }, now);
    };
    const { id } = await answer(confirmed, "See https://evil.example/now");
    await answer(unconfirmed, "Here it is.");
    await changeComplaint(shop.sellerId, id, { reply: "See https://evil.example/again" }, now);
    await deliver(new Date());
    expect(mail.mails).toHaveLength(before + 1);
    const told = mail.mails.at(-1);
    expect(told?.header("To")).toContain("buyer@example.org");
    expect(told?.header("Subject")).toMatch(/^The seller of .* has answered you$/);
    expect(lastText()).not.toMatch(/evil\.example|x{70}|Page 3/);
    // Its link opens the purchase, where the answer is; a second time it opens nothing.
    const link = lastLink("open");
    expect(await open(link)).toMatchObject({ body: { did: "opened" } });
    await expect(open(link)).rejects.toMatchObject({ code: "link_spent" });

    // Once its time is up, the answer is in My purchases.
    const late = await buy();
    await leave(late, "late@example.org");
    await deliver();
    await open(lastLink("open"));
    await answer(late, "Here it is.");
    await db().entitlement.updateMany({ where: { orderId: late.orderId }, data: { until: new Date(0) } });
    await deliver(new Date());
    expect(lastText()).toContain("/purchases");
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
    await stopByToken(oneClickToken(), new Date(now.getTime() + 400 * DAY));
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

  it("is remembered without the address when its buyer's data is erased", async () => {
    const bought = await buy();
    for (const each of [bought, await buy(), await buy()]) await leave(each, "victim@example.org");
    expect(await erase()).toBe(true);
    expect(await db().buyerAddress.count()).toBe(0);
    expect(JSON.stringify(await db().typedAddress.findMany())).not.toContain("victim");
    // One message for a payment, few a day.
    await expect(leave(bought, "another@example.org")).rejects.toMatchObject({ code: "address_waits" });
    await expect(leave(await buy(), "Victim@example.org")).rejects.toMatchObject({ code: "too_many_requests" });
    await deliver();
    expect(mail.mails).toHaveLength(0);
    expect(await erase()).toBe(false);
  });

  it("can be left again after an erasure: the link of its message works, and there is no other message", async () => {
    const bought = await buy();
    await leave(bought, "buyer@example.org");
    await deliver();
    const link = lastLink("open");
    await erase();
    await expect(open(link)).rejects.toMatchObject({ code: "link_not_found" });
    for (let count = 0; count < 3; count += 1) {
      expect(await leave(bought, "buyer@example.org")).toEqual({ email: "buyer@example.org", confirmed: false });
      if (count < 2) await erase();
    }
    await deliver();
    expect(mail.mails).toHaveLength(1);
    expect((await open(link)).body).toMatchObject({ did: "opened" });
    // Confirmed and erased: it is a new one.
    await erase();
    await leave(bought, "buyer@example.org");
    await deliver();
    expect(mail.mails).toHaveLength(2);
  });

  it("that was erased is not mailed after its owner unsubscribed, before or after, confirmed or not", async () => {
    await leave(await buy(), "before@example.org");
    await deliver();
    await open(lastLink("open"));
    await stop(lastLink("stop"));
    await erase();
    await leave(await buy(), "after@example.org");
    await deliver();
    const link = lastLink("stop");
    await erase();
    await stop(link);
    await leave(await buy(), "before@example.org");
    await leave(await buy(), "after+tag@example.org");
    await deliver();
    expect(mail.mails.map(({ to }) => to[0])).toEqual(["before@example.org", "after@example.org"]);
    // Erased, but not unsubscribed: may be given again.
    await leave(await buy(), "fine@example.org");
    await erase();
    await leave(await buy(), "fine@example.org");
    await deliver();
    expect(mail.mails.at(-1)?.to).toEqual(["fine@example.org"]);
  });

  it("gets messages again if its owner takes the unsubscribing back, and only then", async () => {
    const [confirmed, other] = [await buy(), await buy()];
    await leave(confirmed, "buyer@example.org");
    await deliver();
    await open(lastLink("open"));
    const link = lastLink("stop");
    expect(await lookAtLink(link, now)).toEqual({ purpose: "stop", title: null, isSpent: false });
    await stop(link);
    expect(await lookAtLink(link, now)).toEqual({ purpose: "stop", title: null, isSpent: true });
    const told = { email: "buyer@example.org", confirmed: false };
    expect([await leave(confirmed, "buyer@example.org"), await leave(other, "buyer@example.org")]).toEqual([
      told,
      told,
    ]);
    expect(await leave(other, "buyer@example.org")).toEqual(told);
    await shop.replace(confirmed.fileId, "all-buyers");
    await deliver(new Date());
    expect(mail.mails).toHaveLength(1);

    expect((await followLink({ link, again: true }, now)).body).toEqual({ did: "resumed" });
    await shop.replace(confirmed.fileId, "all-buyers");
    await leave(other, "buyer@example.org");
    await deliver(new Date());
    const subjects = mail.mails.slice(1).map((one) => one.header("Subject"));
    expect(subjects.sort()).toEqual(["A new version of A report", "Your file: A report"]);
  });

  it("is not let in again by the link for mail programs, which servers log", async () => {
    await leave(await buy(), "stranger@example.org");
    await deliver();
    const token = oneClickToken();
    await stopByToken(token, now);
    for (const purpose of ["stop", "one-click", "open", "confirm"]) {
      const again = followLink({ link: `${purpose}.${token}`, again: true }, now);
      await expect(again).rejects.toMatchObject({ code: "link_not_found" });
    }
    expect(await db().unsubscribed.count()).toBe(1);
  });

  it("whose server refused a message is not unsubscribed: it can be left again", async () => {
    const bought = await buy();
    await leave(bought, "buyer@example.org");
    await db().buyerAddress.updateMany({ data: { stoppedAt: now } });
    await leave(bought, "buyer@example.org");
    await deliver();
    expect(mail.mails).toHaveLength(1);
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
  it("opens nothing that was deleted, also when that decision was lifted", async () => {
    const bought = await buy();
    await leave(bought, "buyer@example.org");
    await deliver();
    const link = lastLink("open");
    const reasons = { on: { kind: "file", id: bought.fileId }, ground: "law", facts: "It was copied." } as const;
    const by = { kind: "command-line" } as const;
    const { id: after } = await decide({ ...reasons, verdict: "deleted", after: null }, by, new Date());
    await expect(open(link)).rejects.toMatchObject({ code: "refund_due" });
    await decide({ ...reasons, verdict: "lifted", after }, by, new Date());
    await expect(open(link)).rejects.toMatchObject({ code: "bytes_gone" });
  });

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
