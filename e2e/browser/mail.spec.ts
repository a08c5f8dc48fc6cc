import { type Browser, expect, type Page, test } from "@playwright/test";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { allMessages } from "../../lib/i18n/all-messages";
import { type MailServer, type ReceivedMail, startMailServer } from "../../test/mail-server";
import { openTab } from "../dashboard";
import { injectWallet } from "../injected-wallet";
import { decideOnPage, newOperator, signInAsOperator } from "../operator-pages";
import { payButton } from "../pages-of-a-shop";
import { type Seller, signInSeller } from "../seller";
import { newVisitor, readDownload, untilAlive } from "../shop-pages";
import { type Stack, startStack } from "../stack";

/** Being told by mail: buyers and sellers leave an address, follow the links of real mails, and end them. */

test.describe.configure({ mode: "serial" });

const { access, notices: t, purchases } = allMessages.en;
const operator = privateKeyToAccount(generatePrivateKey());
let mail: MailServer;
let stack: Stack;
let seller: Seller;

test.beforeAll(async () => {
  mail = await startMailServer();
  stack = await startStack({
    ADMINS: operator.address,
    SMTP_URL: mail.url,
    MAIL_FROM: "Kiosk <kiosk@example.org>",
    OUTBOUND_ALLOW: "127.0.0.0/8",
  });
  seller = await signInSeller(stack.app.url, privateKeyToAccount(generatePrivateKey()));
});
test.afterAll(async () => {
  await stack?.stop();
  await mail?.close();
});

async function newBuyer(browser: Browser, account: PrivateKeyAccount = privateKeyToAccount(generatePrivateKey())) {
  const buyer = await newVisitor(browser, async (context) => {
    await injectWallet(context, { account, name: "Buyer Wallet" });
  });
  await stack.chain.fund(account.address, 250_000n);
  return { ...buyer, account };
}

async function pay(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await payButton(page).click();
  const downloading = page.waitForEvent("download");
  await page.getByRole("dialog").getByRole("button", { name: "Buyer Wallet" }).click();
  await expect(page.getByRole("heading", { name: access.paid })).toBeVisible();
  await downloading;
}

/** Opens "E-mail me a link", and sends an address. */
async function leaveAddress(page: Page, email: string): Promise<void> {
  await page.getByText(access.leaveAddress, { exact: true }).filter({ visible: true }).click();
  await page.getByLabel(t.email).fill(email);
  await page.getByRole("button", { name: t.send, exact: true }).click();
  await expect(page.getByText(t.sent)).toBeVisible();
}

const mailsTo = (address: string) => mail.mails.filter(({ to }) => to.includes(address));

/** Waits for the next mail to an address: the `count`th. */
async function mailTo(address: string, count: number): Promise<ReceivedMail> {
  await expect.poll(() => mailsTo(address).length, { timeout: 30_000 }).toBe(count);
  return mailsTo(address)[count - 1] as ReceivedMail;
}

function linkIn(one: ReceivedMail, purpose: "open" | "confirm" | "stop"): string {
  return new RegExp(`http\\S+/n#${purpose}\\.[\\w.-]+`).exec(one.part("text/plain"))?.[0] ?? "";
}

test("a seller is told by mail: leaves an address on the dashboard, and confirms it by its link", async ({
  browser,
}) => {
  const owner = await newVisitor(browser);
  const [name = "", ...value] = seller.cookie.split("=");
  await owner.context.addCookies([{ name, value: value.join("="), url: stack.app.url }]);
  await openTab(owner.page, "settings", stack.app.url);
  const form = owner.page.locator("form").filter({ has: owner.page.getByLabel(t.email) });
  await form.getByLabel(t.email).fill("seller@example.org");
  await form.getByRole("button", { name: t.save }).click();
  await expect(form.getByText(t.waits)).toBeVisible();
  const first = await mailTo("seller@example.org", 1);
  await owner.page.goto(linkIn(first, "confirm"));
  await owner.page.getByRole("button", { name: t.confirmButton }).click();
  await expect(owner.page.getByText(t.confirmed)).toBeVisible();
  await owner.leave();
});

test("a buyer leaves an address after paying, opens the purchase by the mail, is told, and ends it", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const sale = await seller.sell({ title: "Field notes" });
  const buyer = await newBuyer(browser);
  await pay(buyer.page, sale.file.url);
  await leaveAddress(buyer.page, "buyer@example.org");
  await mailTo("seller@example.org", 2);

  // On another device, which knows nothing of the purchase.
  const first = await mailTo("buyer@example.org", 1);
  expect(first.header("Subject")).toContain("Field notes");
  const phone = await newVisitor(browser);
  await phone.page.goto(linkIn(first, "open"));
  await expect(phone.page.getByRole("heading", { name: "Open Field notes" })).toBeVisible();
  await phone.page.getByRole("button", { name: t.openButton, exact: true }).click();
  await expect(phone.page.getByRole("heading", { name: t.opened })).toBeVisible();
  expect(new URL(phone.page.url()).hash).toBe("");
  const downloading = phone.page.waitForEvent("download");
  await phone.page.getByRole("link", { name: t.download, exact: true }).click();
  expect((await readDownload(await downloading)).sha256).toBe(sale.sha256);
  await phone.page.goto("about:blank");
  await phone.page.goto(linkIn(first, "open"));
  await expect(phone.page.getByRole("heading", { name: t.spent })).toBeVisible();
  await buyer.page.reload();

  // The address is confirmed: it is told that the file is closed.
  const desk = await newOperator(browser, operator);
  await signInAsOperator(desk.page, `${stack.app.url}/operator/files/${sale.file.id}`);
  await decideOnPage(desk.page, { verdict: "withheld", facts: "A complaint is being examined." });
  const told = await mailTo("buyer@example.org", 2);
  expect(told.part("text/plain")).toContain(sale.file.url);
  expect(told.part("text/plain")).not.toContain("A complaint is being examined.");
  await mailTo("seller@example.org", 3);

  // Its owner has had enough. What comes later goes to the seller only.
  await phone.page.goto(linkIn(told, "stop"));
  await phone.page.getByRole("button", { name: t.stopButton }).click();
  await expect(phone.page.getByText(t.stopDone)).toBeVisible();
  await decideOnPage(desk.page, { verdict: "lifted", facts: "There was nothing in it." });
  await mailTo("seller@example.org", 4);
  await buyer.page.reload();
  await untilAlive(buyer.page);
  await expect(buyer.page.getByRole("link", { name: new RegExp(`^${access.download}`) }).first()).toBeVisible();
  expect(mailsTo("buyer@example.org")).toHaveLength(2);
  for (const person of [buyer, phone, desk]) await person.leave();
});

test("in My purchases a wallet leaves an address for what it bought before", async ({ browser }) => {
  test.setTimeout(120_000);
  const sale = await seller.sell({ title: "Old maps" });
  const buyer = await newBuyer(browser);
  await pay(buyer.page, sale.file.url);
  await buyer.leave();

  const later = await newBuyer(browser, buyer.account);
  await later.page.goto(`${stack.app.url}/purchases`);
  await later.page.getByRole("button", { name: purchases.signIn }).click();
  await later.page.getByRole("dialog").getByRole("button", { name: "Buyer Wallet" }).click();
  await expect(later.page.getByRole("heading", { name: "Old maps" })).toBeVisible();
  await leaveAddress(later.page, "later@example.org");
  await later.page.goto(linkIn(await mailTo("later@example.org", 1), "open"));
  await later.page.getByRole("button", { name: t.openButton, exact: true }).click();
  await expect(later.page.getByRole("heading", { name: t.opened })).toBeVisible();
  // The address is known from now on.
  await later.page.goto(`${stack.app.url}/purchases`);
  await later.page.getByText(access.leaveAddress, { exact: true }).click();
  await later.page.getByLabel(t.email).fill("LATER@example.org");
  await later.page.getByRole("button", { name: t.send, exact: true }).click();
  await expect(later.page.getByText(t.known)).toBeVisible();
  await later.leave();
});
