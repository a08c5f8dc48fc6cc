import { randomBytes } from "node:crypto";
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { appUrl, newVisitor, readDownload, sha256 } from "../shop-pages";

/** From a file to its link, and from the link to the file: how many actions that takes, counted by the browser. */

/**
 * Counts what a person does in all pages of a context: a press, a chosen file, a field that is typed into (with the press
 * that gives it the focus). A wallet's own windows are not counted.
 */
async function countActions(context: BrowserContext): Promise<() => string[]> {
  const actions: string[] = [];
  await context.exposeBinding("__acted", (_source, what: string) => void actions.push(what));
  await context.addInitScript(() => {
    const told = new WeakSet<EventTarget>();
    const tell = (what: string) => (window as unknown as { __acted(what: string): void }).__acted(what);
    const isField = (at: EventTarget | null): at is HTMLInputElement => at instanceof HTMLInputElement;
    addEventListener("change", ({ target }) => isField(target) && target.type === "file" && tell("file"), true);
    addEventListener(
      "keydown",
      ({ target, isTrusted }) => {
        if (!isTrusted || !isField(target) || told.has(target)) return;
        told.add(target);
        tell(`typed ${target.name}`);
      },
      true,
    );
    addEventListener(
      "click",
      ({ target, isTrusted }) => {
        if (!isTrusted || isField(target)) return;
        tell(`press ${(target as Element).closest("button, a")?.textContent ?? "?"}`);
      },
      true,
    );
  });
  return () => actions;
}

const dialogButton = (page: Page, name: string) => page.getByRole("dialog").getByRole("button", { name });

test("file to link in four actions at most, link to file in three clicks at most", async ({ browser }) => {
  let sold = () => [] as string[];
  const seller = await newVisitor(browser, async (context) => {
    sold = await countActions(context);
  });
  const bytes = randomBytes(50_000);
  const { page } = seller;
  await page.goto(appUrl());
  // Nobody drops anything on a phone.
  const onPhone = test.info().project.name === "phone";
  await expect(page.getByText("Choose a file", { exact: true })).toBeVisible({ visible: onPhone });
  await expect(page.getByText("Drop a file here, or choose one")).toBeVisible({ visible: !onPhone });
  await page.locator('input[type="file"]').setInputFiles({ name: "notes.pdf", mimeType: "", buffer: bytes });
  await page.getByLabel("Price").pressSequentially("0.20");
  await page.getByRole("button", { name: "Connect wallet and get the link" }).click();
  await dialogButton(page, "Demo wallet").click();
  await expect(page.getByRole("heading", { name: "Your link is ready" })).toBeFocused();
  const link = (await page.getByTestId("file-link").textContent()) ?? "";
  expect(sold()).toEqual([
    "file",
    "typed price",
    "press Connect wallet and get the link",
    expect.stringMatching(/^press Demo wallet/),
  ]);

  let bought = () => [] as string[];
  const buyer = await newVisitor(browser, async (context) => {
    bought = await countActions(context);
  });
  await buyer.page.goto(link);
  await buyer.page.getByRole("button", { name: /^Pay / }).click();
  const downloading = buyer.page.waitForEvent("download");
  await dialogButton(buyer.page, "Demo wallet").click();
  expect((await readDownload(await downloading)).sha256).toBe(sha256(bytes));
  expect(bought()).toHaveLength(2);
  await seller.leave();
  await buyer.leave();
});

test("what is wrong in a folded field unfolds it @phone", async ({ browser }) => {
  const { page, leave } = await newVisitor(browser);
  await page.goto(appUrl());
  await page.locator('input[type="file"]').setInputFiles({ name: "a.txt", mimeType: "", buffer: randomBytes(100) });
  await page.getByLabel("Price").fill("0.25");
  const days = page.getByLabel("Days to download");
  await expect(days).toBeHidden();
  await expect(page.getByText(/^On sale until .* Buyers may download for 30 days\.$/)).toBeVisible();
  await page.getByText("More options").click();
  await days.fill("0");
  await page.getByText("More options").click();
  await expect(days).toBeHidden();
  await page.getByRole("button", { name: "Connect wallet and get the link" }).click();
  await expect(days).toBeFocused();
  await leave();
});

test("the link is ready: how a chat shows it, ways to send it, and a name that is asked for once @phone", async ({
  browser,
}) => {
  const seller = await newVisitor(browser);
  const { page } = seller;
  const sell = async (name: string) => {
    await page.locator('input[type="file"]').setInputFiles({ name, mimeType: "", buffer: randomBytes(2_000) });
    await page.getByLabel("Price").fill("0.20");
    await page.getByRole("button", { name: /et the link$/ }).click();
  };
  await page.goto(appUrl());
  await sell("first.pdf");
  await dialogButton(page, "Demo wallet").click();
  await expect(page.getByRole("heading", { name: "Your link is ready" })).toBeVisible();
  const link = (await page.getByTestId("file-link").textContent()) ?? "";

  // The card as the server draws it for chats, and links that carry the address.
  const card = page.getByRole("img", { name: "What a chat shows with the link to first" });
  const drawn = () => card.evaluate((image: HTMLImageElement) => image.naturalWidth);
  // Drawn on demand, by a program that a busy machine lets wait.
  await expect.poll(drawn, { timeout: 40_000 }).toBe(1200);
  const ways = page.getByRole("list", { name: "Send the link" });
  for (const name of ["WhatsApp", "Telegram", "X", "E-mail"]) {
    const href = await ways.getByRole("link", { name, exact: true }).getAttribute("href");
    expect(decodeURIComponent(href ?? "")).toContain(link);
  }

  await page.getByLabel("Your name, as buyers see it").fill("Ana Lindqvist");
  await page.getByRole("button", { name: "Save name" }).click();
  await expect(page.getByLabel("Your name, as buyers see it")).toHaveCount(0);
  const buyer = await newVisitor(browser);
  await buyer.page.goto(link);
  await expect(buyer.page.getByText("Sold by Ana Lindqvist")).toBeVisible();

  await page.getByRole("button", { name: "Sell another file" }).click();
  await sell("second.pdf");
  await expect(page.getByText("second, $0.20")).toBeVisible();
  await expect(page.getByLabel("Your name, as buyers see it")).toHaveCount(0);
  await seller.leave();
  await buyer.leave();
});
