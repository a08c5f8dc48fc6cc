import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { allMessages } from "../../lib/i18n/all-messages";
import { localeNames } from "../../lib/i18n/locales";
import { type MailServer, startMailServer } from "../../test/mail-server";
import { type Seller, signInSeller } from "../seller";
import { newVisitor, untilAlive } from "../shop-pages";
import { type Stack, startStack } from "../stack";

/** The owner of an address ends all mails by the link in one, and lets them begin again. Nobody else learns of it. */

let mail: MailServer;
let stack: Stack;
let seller: Seller;
test.beforeAll(async () => {
  mail = await startMailServer();
  stack = await startStack({ SMTP_URL: mail.url, MAIL_FROM: "Kiosk <kiosk@example.org>" });
  seller = await signInSeller(stack.app.url, stack.chain.accounts.seller);
});
test.afterAll(async () => {
  await stack?.stop();
  await mail?.close();
});

/** The seller's channel after entering this address; empty takes it away. */
async function enter(target: string) {
  const answer = await seller.request("PUT", "/api/profile/notices", { kind: "email", target, notices: ["sold"] });
  expect(answer.status).toBe(200);
  return (await answer.json()).channels[0];
}

async function expectUsable(page: Page) {
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag22aa"]).analyze();
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
}

test("the page of a mail's link ends all mails and lets them begin again, in every language @phone", async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const waits = await enter("own@example.org");
  await expect.poll(() => mail.mails.length, { timeout: 30_000 }).toBe(1);
  const text = mail.mails[0]?.part("text/plain").replaceAll(/=\r\n/g, "") ?? "";
  const [, link = ""] = /(\/n#stop\.[\w.-]+)/.exec(text) ?? [];
  for (const locale of localeNames) {
    const { notices: t } = allMessages[locale];
    const { page, leave } = await newVisitor(browser, (context) =>
      context.addCookies([{ name: "fk_locale", value: locale, url: stack.app.url }]),
    );
    const open = async () => {
      await page.goto(`${stack.app.url}/sell`);
      await page.goto(`${stack.app.url}${link}`);
      await untilAlive(page);
    };
    await open();
    await page.getByRole("button", { name: t.stopButton }).click();
    await expect(page.getByText(t.stopDone)).toBeVisible();
    await expectUsable(page);
    await open();
    await expect(page.getByText(t.resumeTitle)).toBeVisible();
    if (locale === "en") {
      // Entered again: nothing is sent, and the answer is the one of before.
      await enter("");
      expect(await enter("own@example.org")).toEqual(waits);
    }
    await expectUsable(page);
    await page.getByRole("button", { name: t.resumeButton }).click();
    await expect(page.getByText(t.resumeDoneWhat)).toBeVisible();
    await expectUsable(page);
    // Ended, and taken back at once.
    await open();
    await page.getByRole("button", { name: t.stopButton }).click();
    await page.getByRole("button", { name: t.resumeButton }).click();
    await expect(page.getByText(t.resumeDoneWhat)).toBeVisible();
    await leave();
  }
  expect(mail.mails).toHaveLength(1);
  expect(await enter("own@example.org")).toEqual(waits);
  await expect.poll(() => mail.mails.length, { timeout: 30_000 }).toBe(2);
});
