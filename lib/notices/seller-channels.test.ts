import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY } from "@/lib/clock";
import { db } from "@/lib/db/client";
import { newId } from "@/lib/ids";
import { resetSettings } from "@/lib/settings/settings";
import { rememberFirst } from "@/lib/typed-addresses/remember-first";
import { resumeAddress } from "@/lib/typed-addresses/unsubscribe";
import { freshDatabase } from "@/test/database";
import { type MailServer, startMailServer } from "@/test/mail-server";
import { expandNotices } from "./expand-notices";
import { followLink } from "./follow-link";
import { changeChannel, readChannels } from "./seller-channels";
import { sendDeliveries } from "./send-deliveries";

/** Rule 15: what a seller types may be a stranger's address. */

const now = new Date();
let database: Awaited<ReturnType<typeof freshDatabase>>;
let mail: MailServer;

beforeEach(async () => {
  database = await freshDatabase();
  mail = await startMailServer();
  Object.assign(process.env, { SMTP_URL: mail.url, MAIL_FROM: "kiosk@example.org" });
  resetSettings();
});
afterEach(async () => {
  await mail.close();
  delete process.env.SMTP_URL;
  delete process.env.MAIL_FROM;
  resetSettings();
  await database.close();
});

/** What is answered to a seller who wants mails at this address, after all messages were sent. */
async function enter(sellerId: string, target: string, at = now) {
  const sender = { locale: "en", network: newId() } as const;
  const { channels } = await changeChannel(sellerId, { kind: "email", target, notices: ["sold"] }, sender, at);
  await expandNotices(at);
  await sendDeliveries("email", at);
  return channels;
}

/** The link of this purpose in the last mail. */
function lastLink(purpose: "stop" | "confirm"): string {
  const text = mail.mails.at(-1)?.part("text/plain").replaceAll(/=\r\n/g, "") ?? "";
  const [, link = ""] = new RegExp(`/n#(${purpose}\\.[\\w.-]+)`).exec(text) ?? [];
  return link;
}
const soon = new Date(now.getTime() + 1_000);
const unsubscribe = (link = lastLink("stop")) => followLink({ link }, soon);
const state = async (sellerId: string) => (await readChannels(sellerId)).channels.map((one) => one.state).join();

describe("an address that a seller entered", () => {
  it("gets no other confirmation mail after unsubscribing, from nobody, and nobody else learns it", async () => {
    const seller = newId();
    const first = await enter(seller, "Stranger@example.org");
    expect((await unsubscribe()).body).toEqual({ did: "stopped" });
    expect(await state(seller)).toBe("stopped");
    expect(await enter(seller, "stranger@example.org")).toMatchObject([{ state: "stopped" }]);
    await enter(seller, "");
    for (const again of ["stranger@example.org", "STRANGER@example.org"]) {
      expect(await enter(seller, again)).toEqual(first);
    }
    const tomorrow = new Date(now.getTime() + DAY);
    expect(await enter(newId(), "stranger@example.org", tomorrow)).toEqual(first);
    await enter(newId(), "stranger+shop@example.org", tomorrow);
    expect(mail.mails).toHaveLength(1);
  });

  it("can unsubscribe after the seller has entered another one", async () => {
    const seller = newId();
    await enter(seller, "stranger@example.org");
    const link = lastLink("stop");
    await enter(seller, "own@example.org");
    await unsubscribe(link);
    await enter(newId(), "stranger@example.org");
    expect(mail.mails.map(({ to }) => to[0])).toEqual(["stranger@example.org", "own@example.org"]);
    expect(JSON.stringify(await db().typedAddress.findMany())).not.toContain("stranger");
  });

  it("gets messages again once its owner takes that back, where it was confirmed; elsewhere it is entered again", async () => {
    const [seller, other] = [newId(), newId()];
    await enter(seller, "own@example.org");
    await followLink({ link: lastLink("confirm") }, now);
    const link = lastLink("stop");
    await unsubscribe(link);
    await enter(other, "own@example.org");
    expect([await state(seller), await state(other)]).toEqual(["stopped", "waits"]);
    expect((await followLink({ link, again: true }, now)).body).toEqual({ did: "resumed" });
    expect([await state(seller), await state(other)]).toEqual(["on", "waits"]);
    expect(mail.mails).toHaveLength(1);
    await enter(other, "own@example.org");
    await followLink({ link: lastLink("confirm") }, now);
    expect([await state(seller), await state(other), mail.mails.length]).toEqual(["on", "on", 2]);
  });

  it("gets messages again if its owner writes to the operator", async () => {
    const seller = newId();
    await enter(seller, "own@example.org");
    await followLink({ link: lastLink("confirm") }, now);
    await unsubscribe();
    expect(await resumeAddress("Own@example.org")).toBe(true);
    expect([await state(seller), await resumeAddress("own@example.org")]).toEqual(["on", false]);
  });

  it("gets three first messages a day, those of buyers counted, also by sellers who entered another one since", async () => {
    const bought = { id: newId(), email: "victim@example.org", orderId: newId() };
    await db().$transaction((tx) => rememberFirst(tx, bought, now));
    const seller = newId();
    await enter(seller, "victim@example.org");
    await enter(seller, "own@example.org");
    await enter(newId(), "v.i.c.t.i.m+tag@gmail.com");
    await enter(newId(), "victim+tag@example.org");
    const again = () => enter(newId(), "victim@example.org");
    await expect(again()).rejects.toMatchObject({ code: "too_many_requests" });
    expect(mail.mails).toHaveLength(4);
    await db().typedAddress.updateMany({ data: { createdAt: new Date(now.getTime() - DAY) } });
    await again();
    expect(mail.mails).toHaveLength(5);
  });

  it("is one of ten an hour from one network, whoever enters them: another seller is only another wallet", async () => {
    const from = (network: string) => {
      const change = { kind: "email", target: `${newId()}@example.org` } as const;
      return changeChannel(newId(), { ...change, notices: [] }, { locale: "en", network }, now);
    };
    const network = newId();
    for (let count = 0; count < 10; count += 1) await from(network);
    await expect(from(network)).rejects.toMatchObject({ code: "too_many_requests" });
    await from(newId());
  });
});
