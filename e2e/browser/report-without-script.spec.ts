import { expect, test } from "@playwright/test";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { signInSeller } from "../seller";
import { newVisitor } from "../shop-pages";
import { type Stack, startStack } from "../stack";

/** The report form in a browser that runs no script. A shop of its own: one network may send ten reports in a minute. */

test.describe.configure({ mode: "default" });
test.use({ javaScriptEnabled: false });

let stack: Stack;
test.beforeAll(async () => {
  stack = await startStack();
});
test.afterAll(async () => stack?.stop());

async function newFile(title: string) {
  const seller = await signInSeller(stack.app.url, privateKeyToAccount(generatePrivateKey()));
  return (await seller.sell({ title })).file;
}

test("the form is sent by the browser, says what is wrong beside what was typed, and gives number and link", async ({
  page,
  browser,
}) => {
  const file = await newFile("Quick money");
  await page.goto(file.url);
  await page.getByRole("link", { name: "Report this file", exact: true }).click();
  await expect(page.getByLabel("Something illegal or against the terms")).toBeHidden();
  await page.getByLabel("What is wrong?").selectOption("fraud");
  await page.getByLabel("Why is it illegal or against the terms?").fill("The file is empty.\nAll of it. ملف فارغ");
  await page.getByLabel("Your name").fill("Ana Reis");
  await page.getByLabel("Your e-mail address").fill("ana@nowhere");
  await page.getByLabel(/^I believe in good faith/).check();
  await page.getByRole("button", { name: "Send the report" }).click();

  await expect(page.getByRole("main").getByRole("alert")).toContainText("Please check the form.");
  await expect(page.getByRole("main").getByRole("alert")).toBeInViewport();
  await expect(page.getByLabel("Your e-mail address")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Your e-mail address")).toHaveValue("ana@nowhere");
  await expect(page.getByLabel("What is wrong?")).toHaveValue("fraud");
  await expect(page.getByLabel("Why is it")).toHaveValue("The file is empty.\nAll of it. ملف فارغ");
  await expect(page.getByLabel("Your name")).toHaveValue("Ana Reis");
  await expect(page.getByLabel(/^I believe in good faith/)).toBeChecked();

  await page.getByLabel("Your e-mail address").fill("ana@example.org");
  await page.getByRole("button", { name: "Send the report" }).click();
  const heading = page.getByRole("heading", { name: /R-[0-9A-Z]{4}-[0-9A-Z]{4}/ });
  await expect(heading).toBeVisible();
  const number = (await heading.locator("bdi").textContent()) ?? "";
  const link = (await page.getByRole("link", { name: "Open the status page" }).getAttribute("href")) ?? "";
  expect(page.url()).toBe(`${file.url}/report`);
  await page.reload();
  await expect(page.getByText(number)).toBeVisible();

  // The link is the report's, wherever it is opened.
  const later = await newVisitor(browser, undefined, { javaScriptEnabled: true });
  await later.page.goto(link);
  await expect(later.page.getByRole("heading", { name: number })).toBeVisible();
  await later.leave();
});

test("a copyright notice has its own page; nobody needs a name to report harm to children", async ({ page }) => {
  const file = await newFile("The Quiet River");
  await page.goto(`${file.url}/report`);
  await page.getByRole("link", { name: "A copy of a work without its owner’s permission" }).click();
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
  await expect(page.getByLabel("Which work was copied?")).toHaveValue("The Quiet River, by Ana Reis");
  await page.getByLabel("Your e-mail address").fill("ana@example.org");
  await page.getByRole("button", { name: "Send the report" }).click();
  await expect(page.getByText(/R-[0-9A-Z]{4}-[0-9A-Z]{4}/)).toBeVisible();

  await page.goto(`${file.url}/report?kind=notice`);
  await page.getByLabel("What is wrong?").selectOption("child-safety");
  await page.getByLabel("Why is it illegal or against the terms?").fill("See the third picture.");
  await page.getByLabel(/^I believe in good faith/).check();
  await page.getByRole("button", { name: "Send the report" }).click();
  await expect(page.getByRole("link", { name: "Open the status page" })).toBeVisible();
});
