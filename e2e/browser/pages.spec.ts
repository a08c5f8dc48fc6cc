import AxeBuilder from "@axe-core/playwright";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { type Locale, localeNames } from "../../lib/i18n/locales";
import { openShop, payButton, type Shop, see, signIn, speak, statesOf } from "../pages-of-a-shop";
import { appUrl, newVisitor, readDownload, untilAlive } from "../shop-pages";

/** What holds on every page: for eyes, for screen readers, for keyboards, on small screens and in each language. */

const wcag22aa = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

let shop: Shop;
test.beforeAll(async () => {
  shop = await openShop();
});

async function visitors(browser: Browser, locale: Locale) {
  const guest = await newVisitor(browser);
  const owner = await newVisitor(browser);
  await signIn(owner.context, shop.seller);
  for (const { context } of [guest, owner]) await speak(context, locale);
  return { guest, owner };
}

// Each screen size sees both themes and both directions; together they see every pair. The second ones in the long run only.
const looks = {
  desktop: [
    { theme: "light", locale: "en" },
    { theme: "dark", locale: "ar" },
  ],
  phone: [
    { theme: "dark", locale: "fr" },
    { theme: "light", locale: "ar" },
  ],
} as const;

for (const at of [0, 1] as const) {
  test(`axe finds nothing against WCAG 2.2 AA on any page, in look ${at + 1}${at === 1 ? " @long" : ""}`, async ({
    browser,
  }, { project }) => {
    test.setTimeout(180_000);
    const { theme, locale } = looks[project.name as keyof typeof looks][at];
    const { guest, owner } = await visitors(browser, locale);
    const found: string[] = [];
    for (const state of statesOf(shop)) {
      const { page } = state.signedIn ? owner : guest;
      await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      await see(page, state, async () => {
        await expect(page.locator("html")).toHaveAttribute("lang", locale);
        const { violations } = await new AxeBuilder({ page }).withTags(wcag22aa).analyze();
        for (const { id, nodes } of violations) {
          const where = nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`);
          found.push(`${state.name}: ${id}: ${where.join("\n")}`);
        }
      });
    }
    expect(found).toEqual([]);
    for (const visitor of [guest, owner]) await visitor.context.close();
  });
}

test("no page has to be moved sideways at a width of 320 px, and the menu is one line, in any language @phone", async ({
  browser,
}) => {
  test.setTimeout(180_000);
  const wide: string[] = [];
  for (const locale of localeNames) {
    const { guest, owner } = await visitors(browser, locale);
    for (const state of statesOf(shop)) {
      const { page } = state.signedIn ? owner : guest;
      await page.setViewportSize({ width: 320, height: 640 });
      await see(page, state, async () => {
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        if (width > 320) wide.push(`${locale}: ${state.name}: ${width}`);
        const menu = await page.evaluate(() => document.querySelector("header")?.offsetHeight);
        if (menu !== 68) wide.push(`${locale}: ${state.name}: the menu is ${menu} px high`);
      });
    }
    for (const visitor of [guest, owner]) await visitor.context.close();
  }
  expect(wide).toEqual([]);
});

/** Presses Tab until something that answers to the selector has the focus. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    const focused = page.locator(":focus");
    if ((await focused.count()) === 0) continue;
    if (await focused.evaluate((element, wanted) => element.matches(wanted), selector)) {
      // Who uses the keyboard sees where they are.
      expect(await focused.evaluate((element) => getComputedStyle(element).outlineStyle)).not.toBe("none");
      return;
    }
  }
  throw new Error(`Tab never comes to ${selector}`);
}

test("a purchase by keyboard alone", async ({ browser }) => {
  const buyer = await newVisitor(browser);
  const { page } = buyer;
  await page.goto(shop.sale.file.url);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.locator("main")).toBeFocused();

  await expect(payButton(page)).toBeVisible();
  await payButton(page).evaluate((button) => button.setAttribute("data-wanted", ""));
  await tabTo(page, "[data-wanted]");
  await page.keyboard.press("Enter");
  const demo = page.getByRole("dialog").getByRole("button", { name: "Demo wallet" });
  await expect(demo).toBeEnabled();
  await demo.evaluate((button) => button.setAttribute("data-wallet", ""));
  await tabTo(page, "[data-wallet]");
  const downloading = page.waitForEvent("download");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Paid. Thank you." })).toBeVisible();
  expect((await readDownload(await downloading)).sha256).toBe(shop.sale.sha256);
  // What comes next is where the focus is, or a Tab away.
  await tabTo(page, "main a[href], main button");
  await buyer.leave();
});

test("a date is the reader's own once the page is alive, and the server's in UTC before", async ({ browser }) => {
  const { url } = shop.sale.file;
  const html = await (await fetch(url, { headers: { Accept: "text/html" } })).text();
  expect(html).toMatch(/<time [^>]*>[^<]+ UTC<\/time>/);
  const visitor = await newVisitor(browser, undefined, { timezoneId: "Asia/Tokyo" });
  await visitor.page.goto(url);
  await expect(visitor.page.locator("time", { hasText: / (?:GMT|UTC)/ }).first()).toHaveText(/ GMT\+9$/);
  await visitor.leave();
});

test("nothing moves for people who asked for less motion @desktop", async ({ browser }) => {
  const visitor = await newVisitor(browser);
  const { page } = visitor;
  await page.emulateMedia({ reducedMotion: "reduce" });
  for (const state of statesOf(shop).filter(({ signedIn }) => !signedIn)) {
    await see(page, state, async () => {
      const longest = await page.evaluate(() => {
        const seconds = (list: string) => Math.max(...list.split(",").map((one) => Number.parseFloat(one)));
        return Math.max(
          ...[...document.querySelectorAll("*")].map((element) => {
            const { animationName, animationDuration, transitionDuration } = getComputedStyle(element);
            return Math.max(animationName === "none" ? 0 : seconds(animationDuration), seconds(transitionDuration));
          }),
        );
      });
      expect(longest, state.name).toBeLessThan(0.01);
    });
  }
  await visitor.leave();
});

test("without JavaScript the file's page says what there is, and the language can be chosen", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${shop.sale.file.url}?from=here`);
  await expect(page.getByRole("heading", { name: "Field notes" })).toBeVisible();
  await expect(page.getByText("0.25").first()).toBeVisible();
  await expect(page.getByText("And https://example.org/")).toBeVisible();
  await page.getByRole("button", { name: "العربية" }).click();
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  expect(page.url()).toBe(`${shop.sale.file.url}?from=here`);
  await page.getByRole("button", { name: "Français" }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "fr");
  await page.goto(`${appUrl()}/nothing`);
  await expect(page.getByRole("heading", { name: "Il n’y a rien ici" })).toBeVisible();
  await context.close();
});

test("the language is the browser's own until one is chosen, and what follows the # stays", async ({ browser }) => {
  const context = await browser.newContext({ locale: "ar-EG" });
  const page = await context.newPage();
  await page.goto(`${appUrl()}/#part`);
  await expect(page.locator("html")).toHaveAttribute("lang", "ar");
  await untilAlive(page);
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByRole("heading", { name: "Sell a file with a link. Buyers pay you directly." })).toBeVisible();
  expect(page.url()).toBe(`${appUrl()}/#part`);
  await context.close();
});
