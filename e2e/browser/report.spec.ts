import { expect, type Page, test } from "@playwright/test";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { allMessages } from "../../lib/i18n/all-messages";
import { localeNames } from "../../lib/i18n/locales";
import { speak } from "../pages-of-a-shop";
import { signInSeller } from "../seller";
import { appUrl, newVisitor, untilAlive } from "../shop-pages";

/** Somebody without an account reports a file, and sees what becomes of the report. */

async function newFile(title: string) {
  const seller = await signInSeller(appUrl(), privateKeyToAccount(generatePrivateKey()));
  return { seller, file: (await seller.sell({ title })).file };
}

/** From the buyer's page to the form. */
async function openForm(page: Page, url: string, link: string): Promise<void> {
  await page.goto(url);
  await page.getByRole("link", { name: link, exact: true }).click();
  await page.waitForURL("**/report");
  await untilAlive(page);
}

for (const locale of localeNames) {
  test(`a report gets a number and a status link, in ${locale}`, async ({ browser }) => {
    const { reports: t, files } = allMessages[locale];
    const { file } = await newFile("Quick money");
    const { page, context, leave } = await newVisitor(browser);
    await speak(context, locale);
    await openForm(page, file.url, files.report);
    await page.getByLabel(t.reason).selectOption("fraud");
    await page.getByLabel(t.explanation).fill("The file is empty.");
    await expect(page.getByLabel(t.location)).toHaveValue(file.url);
    await page.getByLabel(t.name).fill("Ana Reis");
    await page.getByLabel(t.email).fill("ana@example.org");
    await page.getByLabel(t.goodFaith).check();
    await page.getByRole("button", { name: t.send }).click();

    await expect(page.getByRole("heading", { name: /R-[0-9A-Z]{4}-[0-9A-Z]{4}/ })).toBeFocused();
    const number = (await page.getByRole("heading", { name: /R-/ }).locator("bdi").textContent()) ?? "";
    const link = (await page.getByRole("link", { name: t.openStatus }).getAttribute("href")) ?? "";
    expect(link).toMatch(/\/reports#[\w-]{43}$/);

    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.getByRole("link", { name: t.openStatus }).click();
    await expect(page.getByRole("heading", { name: number })).toBeVisible();
    await expect(page.getByText(t.waiting)).toBeVisible();
    await page.reload();
    await expect(page.getByText(t.waiting)).toBeVisible();
    // The secret of the link is in no address that a server sees.
    const secret = new URL(link).hash.slice(1);
    expect(asked.filter((url) => url.replace(/#.*/, "").includes(secret))).toEqual([]);
    await page.getByText(t.yourReport, { exact: true }).last().click();
    await expect(page.getByText("The file is empty.")).toBeVisible();
    await leave();
  });
}

test("a copyright notice has its own fields; the form keeps what was written when something is missing", async ({
  browser,
}) => {
  const { file } = await newFile("The Quiet River");
  const { page, leave } = await newVisitor(browser);
  await openForm(page, file.url, "Report this file");
  await page.getByLabel("A copy of a work without its owner’s permission").check();
  await page.getByLabel("Which work was copied?").fill("The Quiet River, by Ana Reis");
  await page.getByLabel("Who owns the copyright?").fill("Ana Reis");
  await page.getByLabel("What in this file is a copy?").fill("All of it.");
  await page.getByLabel("Your name").fill("Ana Reis");
  await page.getByLabel("Your e-mail address").fill("ana@nowhere");
  await page.getByLabel("Your postal address or telephone number").fill("Rua 1, Lisboa");
  await page.getByLabel(/^I believe in good faith/).check();
  await page.getByLabel(/under penalty of perjury/).check();
  await page.getByLabel(/^Signature/).fill("Ana Reis");
  await page.getByRole("button", { name: "Send the report" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toBeVisible();
  await expect(page.getByLabel("Your e-mail address")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("What in this file is a copy?")).toHaveValue("All of it.");
  await page.getByLabel("Your e-mail address").fill("ana@example.org");
  await page.getByRole("button", { name: "Send the report" }).click();
  await expect(page.getByText(/R-[0-9A-Z]{4}-[0-9A-Z]{4}/)).toBeVisible();
  await leave();
});

test("children’s safety needs no name; a lost response is sent again and is the same report", async ({ browser }) => {
  const { file } = await newFile("Holiday");
  const { page, leave } = await newVisitor(browser);
  await openForm(page, file.url, "Report this file");
  await page.getByLabel("What is wrong?").selectOption("child-safety");
  await page.getByLabel("Why is it illegal or against the terms?").fill("See the third picture.");
  await page.getByLabel(/^I believe in good faith/).check();
  const numbers: string[] = [];
  await page.route("**/api/reports", async (route) => {
    const response = await route.fetch();
    numbers.push(((await response.json()) as { number: string }).number);
    if (numbers.length === 1) await route.abort();
    else await route.fulfill({ response });
  });
  await page.getByRole("button", { name: "Send the report" }).click();
  await expect(page.getByText("Your report was not lost: send it again.")).toBeVisible();
  await page.getByRole("button", { name: "Send the report" }).click();
  await expect(page.getByRole("link", { name: "Open the status page" })).toBeVisible();
  expect(new Set(numbers).size).toBe(1);
  await leave();
});

test("a deleted file can be reported; a wrong status link says so", async ({ browser }) => {
  const { seller, file } = await newFile("Gone");
  expect((await seller.request("DELETE", `/api/files/${file.id}`)).ok).toBe(true);
  const { page, leave } = await newVisitor(browser);
  await openForm(page, file.url, "Report this file");
  await page.goto(`${appUrl()}/reports#${"a".repeat(43)}`);
  await expect(page.getByText("There is no such report. Check the status link.")).toBeVisible();
  await page.goto(`${appUrl()}/reports`);
  await expect(page.getByText("This address has no report in it.")).toBeVisible();
  await leave();
});
