import type { BrowserContext, Page } from "@playwright/test";
import { expect } from "@playwright/test";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { Locale } from "../lib/i18n/locales";
import { type Seller, type SoldFile, signInSeller } from "./seller";
import { appUrl, untilAlive } from "./shop-pages";

/** The pages of a shop in their main states, for what has to hold on all of them. */

export type Shop = { seller: Seller; sale: SoldFile; paused: SoldFile; free: SoldFile };

/** A seller with a file on sale, one that is paused and one that is free. */
export async function openShop(): Promise<Shop> {
  const seller = await signInSeller(appUrl(), privateKeyToAccount(generatePrivateKey()));
  const long = "An_unusually_long_file_name_without_any_place_to_break_it_anywhere_at_all.pdf";
  const description =
    "What it is about.\nAnd https://example.org/an/address/that/is/too/long/for/a/small/screen/to/show.";
  const sale = await seller.sell({ title: "Field notes", description, name: long });
  const paused = await seller.sell({ title: "مذكرات الحقل" });
  const free = await seller.sell({ price: "0" });
  const answer = await seller.request("PATCH", `/api/files/${paused.file.id}`, { paused: true });
  expect(answer.status).toBe(200);
  return { seller, sale, paused, free };
}

/** Chooses the language, as the switch in the footer does. */
export const speak = (context: BrowserContext, locale: Locale) =>
  context.addCookies([{ name: "fk_locale", value: locale, url: appUrl() }]);

/** Signs the context in as the seller. */
export async function signIn(context: BrowserContext, seller: Seller): Promise<void> {
  const cookies = seller.cookie.split("; ").map((pair) => {
    const at = pair.indexOf("=");
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: appUrl() };
  });
  await context.addCookies(cookies);
}

/** The button that pays, whatever the language. */
export const payButton = (page: Page) => page.getByRole("button", { name: /^(?:Pay|Payer|ادفع)\s/ });

type State = {
  name: string;
  path: string;
  signedIn?: boolean;
  status?: number;
  /** What is there once the page has got its data. */
  shows?: string;
  reach?: (page: Page) => Promise<unknown>;
  leave?: (page: Page) => Promise<unknown>;
};

const shown = (page: Page, selector: string) => expect(page.locator(selector).first()).toBeVisible();

/** Every page and its main states. `reach` continues from the loaded page, by means that are the same in all languages. */
export function statesOf({ sale, paused, free }: Shop): State[] {
  return [
    { name: "front page", path: "/" },
    {
      name: "a file on its way to be sold",
      path: "/",
      async reach(page) {
        const file = { name: "notes.pdf", mimeType: "application/pdf", buffer: Buffer.alloc(100, 1) };
        const arrived = page.waitForResponse((response) => ["POST", "PATCH"].includes(response.request().method()));
        await page.locator('input[type="file"]').setInputFiles(file);
        expect((await arrived).ok()).toBe(true);
        await shown(page, 'input[name="price"]');
        // Refused: what is wrong is beside the fields.
        await page.locator('input[name="price"]').fill("nothing");
        await page.locator('button[type="submit"].w-full').click();
        await shown(page, "[aria-invalid]");
      },
      // All visitors here have one address, which may have only so many uploads that are nobody's.
      async leave(page) {
        const gone = page.waitForResponse((response) => response.request().method() === "DELETE");
        await page.locator("main section button:has(svg.lucide-x)").click();
        await gone;
      },
    },
    { name: "a file on sale", path: `/f/${sale.file.id}` },
    {
      name: "a file on sale, all details open",
      path: `/f/${sale.file.id}`,
      reach: (page) =>
        page.locator("details").evaluateAll((all) => {
          for (const one of all) (one as HTMLDetailsElement).open = true;
        }),
    },
    {
      name: "choosing a wallet to pay",
      path: `/f/${sale.file.id}`,
      async reach(page) {
        await payButton(page).click();
        await shown(page, "dialog[open] button >> nth=1");
      },
    },
    { name: "a paused file", path: `/f/${paused.file.id}` },
    { name: "a free file", path: `/f/${free.file.id}` },
    { name: "one's own file", path: `/f/${sale.file.id}`, signedIn: true },
    { name: "nothing there", path: "/f/nothing", status: 404 },
    { name: "reporting a file", path: `/f/${sale.file.id}/report` },
    {
      name: "reporting a copy of a work",
      path: `/f/${sale.file.id}/report`,
      async reach(page) {
        await untilAlive(page);
        await page.locator('input[value="copyright"]').check();
        await shown(page, 'input[name="signature"]');
      },
    },
    { name: "a report without its secret", path: "/reports" },
    { name: "no wallet yet", path: "/wallets" },
    { name: "recovery without its secret", path: "/r" },
    { name: "purchases", path: "/purchases", shows: "main button" },
    { name: "dashboard before signing in", path: "/dashboard", shows: "main button" },
    { name: "overview", path: "/dashboard", signedIn: true, shows: ".recharts-surface" },
    { name: "own files", path: "/dashboard/files", signedIn: true, shows: "main tbody tr" },
    { name: "one own file", path: `/dashboard/files/${sale.file.id}`, signedIn: true, shows: "main article" },
    { name: "own sales", path: "/dashboard/sales", signedIn: true, shows: 'main input[type="search"]' },
    { name: "no such sale", path: "/dashboard/sales/nothing", signedIn: true, status: 404 },
    { name: "settings", path: "/dashboard/settings", signedIn: true, shows: "main form" },
  ];
}

/** Opens a page in a state, looks at it, and leaves nothing behind. */
export async function see(page: Page, { path, status = 200, shows, reach, leave }: State, look: () => Promise<void>) {
  const answer = await page.goto(`${appUrl()}${path}`);
  expect(answer?.status(), path).toBe(status);
  await untilAlive(page);
  if (shows) await shown(page, shows);
  await reach?.(page);
  await look();
  await leave?.(page);
}
