import { randomBytes } from "node:crypto";
import { appendFileSync, unlinkSync, writeFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { pageOf, startMeddlingProxy } from "../../test/meddling-proxy";
import { injectWallet } from "../injected-wallet";
import { signInSeller } from "../seller";
import { downloadAgain, newVisitor, sha256 } from "../shop-pages";
import { freePort, type Stack, startStack } from "../stack";
import { alertOf, expectPaid, pressPay } from "../troubled-buyer";
import { cardOf, choose, giveAllAway, hashOf, makeFiles, sentOf, untilUploaded } from "../upload-pages";

/**
 * Uploads, payments and the viewer through a proxy that strips headers, caps bodies, delays, cuts, keeps bytes to itself
 * and answers itself; and files that are no longer what was chosen. Each is told as what it is.
 */

test.describe.configure({ mode: "default", timeout: 90_000 });

let stack: Stack;
let proxy: Awaited<ReturnType<typeof startMeddlingProxy>>;
let people = 0;
test.beforeAll(async () => {
  const port = await freePort();
  // Each test has an address of its own, so that no limit gets in the way of the next.
  proxy = await startMeddlingProxy(`http://localhost:${port}`, () => ({ "X-Forwarded-For": `192.0.2.${people}` }));
  stack = await startStack({ PORT: String(port), APP_URL: proxy.url, TRUSTED_PROXIES: "1" });
});
test.beforeEach(() => {
  people += 1;
});
test.afterEach(() => {
  proxy.meddle({});
  proxy.watch(() => {});
});
test.afterAll(async () => {
  await stack?.stop();
  proxy?.stop();
});

const isPart = (req: { method?: string }) => req.method === "PATCH";
const KB = 1_000;

async function chooseOne(page: Page, size: number, name = "one.bin") {
  const { files, remove } = makeFiles([name], size);
  await page.goto(proxy.url);
  await choose(page, files);
  const [file] = files as [(typeof files)[0]];
  return { file, files, card: cardOf(page, name), remove };
}

test.describe("an upload through a proxy", () => {
  test("that takes small bodies only arrives in small parts, and the page says so", async ({ browser }) => {
    const { page, leave } = await newVisitor(browser);
    proxy.meddle({ maxBody: 1_000 * KB, delays: 50 });
    const { file, files, card, remove } = await chooseOne(page, 6_000 * KB);
    await expect(card.getByText("takes only small pieces")).toBeVisible();
    await untilUploaded(page, files);
    const [link] = await giveAllAway(page, card, 1);
    expect(await hashOf(link ?? "")).toBe(file.sha256);
    await leave();
    await remove();
  });

  test("that takes no useful body says whose limit it is, and goes on once it is raised", async ({ browser }) => {
    const { page, leave } = await newVisitor(browser);
    proxy.meddle({ answers: (req) => (isPart(req) ? pageOf(413) : undefined) });
    const { files, card, remove } = await chooseOne(page, 900 * KB);
    await expect(alertOf(page)).toContainText("does not let a request of this size through (HTTP 413)");
    await expect(alertOf(page)).toContainText("operator can raise the proxy’s limit");
    await expect(card).not.toContainText("could not be reached");
    proxy.meddle({});
    await card.getByRole("button", { name: /^(?:Try again|Continue)$/ }).click();
    await untilUploaded(page, files);
    await leave();
    await remove();
  });

  for (const [status, words] of [
    [403, "A firewall or proxy in front of this server refused the request (HTTP 403)"],
    [200, "Your network answered in place of this server"],
  ] as const) {
    test(`that answers ${status} with a page is named`, async ({ browser }) => {
      const { page, leave } = await newVisitor(browser);
      proxy.meddle({ answers: (req) => (isPart(req) ? pageOf(status) : undefined) });
      const { files, card, remove } = await chooseOne(page, 300 * KB);
      await expect(alertOf(page)).toContainText(words);
      proxy.meddle({});
      await card.getByRole("button", { name: /^(?:Try again|Continue)$/ }).click();
      await untilUploaded(page, files);
      await leave();
      await remove();
    });
  }

  test("that asks to wait is waited for as long as it asks", async ({ browser }) => {
    const { page, leave } = await newVisitor(browser);
    const times: number[] = [];
    proxy.meddle({
      answers(req) {
        if (!isPart(req)) return undefined;
        times.push(performance.now());
        return times.length === 1 ? pageOf(429, { "Retry-After": "3" }) : undefined;
      },
    });
    const { files, card, remove } = await chooseOne(page, 300 * KB);
    await expect(card.getByText("asked to wait, trying again in 3 s…", { exact: true })).toBeVisible();
    await untilUploaded(page, files);
    const [first = 0, second = 0] = times;
    expect(second - first).toBeGreaterThan(2_900);
    await leave();
    await remove();
  });

  test("that removes the upload’s token is named, before the quota is used up", async ({ browser }) => {
    const { page, leave } = await newVisitor(browser);
    proxy.meddle({ dropsHeaders: ["upload-token"] });
    let begun = 0;
    proxy.watch((req) => void (req.method === "POST" && req.url?.endsWith("/api/uploads") && begun++));
    const { remove } = await chooseOne(page, 300 * KB);
    await expect(alertOf(page)).toContainText("removed something from the request", { timeout: 60_000 });
    expect(begun).toBeLessThan(6);
    await leave();
    await remove();
  });

  test("through which nothing gets any more says so, tries again by itself, and arrives", async ({ browser }) => {
    const { page, leave } = await newVisitor(browser);
    await page.clock.install();
    proxy.meddle({ holdsBodyAfter: 100 * KB });
    const { file, files, card, remove } = await chooseOne(page, 30_000 * KB);
    await expect.poll(() => sentOf(card)).toBeGreaterThan(0);
    /** Lets the page's time pass until it says this: bytes may still be on their way into buffers. */
    const waitFor = (words: string) =>
      expect(async () => {
        await page.clock.fastForward(11_000);
        await expect(card.getByText(words, { exact: true })).toBeVisible({ timeout: 1_000 });
      }).toPass({ timeout: 60_000 });
    await waitFor("nothing gets through at the moment…");
    await waitFor("nothing gets through, trying again…");
    proxy.meddle({});
    await expect(async () => {
      await page.clock.fastForward(5_000);
      await untilUploadedSoon(page, file.name);
    }).toPass({ timeout: 90_000 });
    await untilUploaded(page, files);
    await leave();
    await remove();
  });
});

const untilUploadedSoon = (page: Page, name: string) =>
  expect(cardOf(page, name).getByText("uploaded", { exact: true })).toBeVisible({ timeout: 3_000 });

test.describe("a file on the device", () => {
  for (const [what, change, words] of [
    ["changes", (path: string) => appendFileSync(path, "more"), "Your browser can no longer read this file."],
    ["is deleted", (path: string) => unlinkSync(path), "This file is no longer where it was on your device."],
  ] as const) {
    test(`that ${what} during a pause is named at once, and goes on when it is chosen again`, async ({ browser }) => {
      const { page, leave } = await newVisitor(browser);
      proxy.meddle({ holdsBodyAfter: 100 * KB });
      const { file, files, card, remove } = await chooseOne(page, 20_000 * KB);
      await expect.poll(() => sentOf(card)).toBeGreaterThan(0);
      await card.getByRole("button", { name: /^Pause/ }).click();
      proxy.meddle({});
      change(file.path);
      const began = performance.now();
      await card.getByRole("button", { name: /^Continue/ }).click();
      await expect(alertOf(page)).toContainText(words);
      expect(performance.now() - began).toBeLessThan(10_000);
      await expect(card).not.toContainText("no connection");
      writeFileSync(file.path, randomBytes(400 * KB));
      await card.getByLabel("Choose the file again").setInputFiles(file.path);
      await untilUploaded(page, files);
      await leave();
      await remove();
    });
  }

  test("dropped beside the box is taken, and never opens in place of the page", async ({ browser }) => {
    const { page, leave } = await newVisitor(browser);
    await page.goto(proxy.url);
    await expect(
      page
        .getByText(/^(?:Drop|Choose) a file/)
        .filter({ visible: true })
        .first(),
    ).toBeVisible();
    await dropOn(page, "h1", "beside.txt", "text/plain");
    await expect(cardOf(page, "beside.txt").getByText("uploaded", { exact: true })).toBeVisible();
    await dropOn(page, "footer", "second.txt", "text/plain");
    await expect(cardOf(page, "second.txt")).toBeVisible();
    expect(page.url()).toBe(`${proxy.url}/`);
    // A picture that is dropped on the place of the cover becomes the cover, and no file for sale.
    await cardOf(page, "beside.txt").getByText("What people see before paying").click();
    await cardOf(page, "beside.txt").getByRole("button", { name: "Choose a cover" }).waitFor();
    await dropOn(page, 'input[aria-label^="Cover of"]', "cover.png", "image/png");
    await expect(cardOf(page, "beside.txt").getByRole("button", { name: "Add another cover" })).toBeVisible();
    await expect(page.getByRole("region")).toHaveCount(2);
    await leave();
  });
});

/** As a person drops it: over the window first, then on the place. Chromium opens what nobody has taken. */
async function dropOn(page: Page, place: string, name: string, type: string): Promise<void> {
  const taken = await page
    .locator(place)
    .first()
    .evaluate(
      (element, file) => {
        const data = new DataTransfer();
        data.items.add(new File(["some bytes"], file.name, { type: file.type }));
        const send = (kind: string) =>
          !element.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
        return send("dragover") && send("drop");
      },
      { name, type },
    );
  expect(taken).toBe(true);
}

test("ten uploads without a price: signing in on the page makes room, and so does removing one", async ({
  browser,
}) => {
  const begin = (address: string) =>
    fetch(`${proxy.url}/api/uploads`, {
      method: "POST",
      headers: { "Tus-Resumable": "1.0.0", "Upload-Length": "10", "Upload-Metadata": `filename ${btoa(address)}` },
    });
  for (let count = 0; count < 10; count += 1) expect((await begin(String(count))).status).toBe(201);
  const { page, leave } = await newVisitor(browser);
  const { file, card, remove } = await chooseOne(page, 300 * KB);
  await expect(alertOf(page)).toContainText("Too many uploads from your network have no price yet.");
  await expect(alertOf(page)).toContainText("Or remove uploads on this page");
  await expect(alertOf(page)).toContainText("Otherwise there is room again on");
  await card.getByRole("button", { name: "Sign in and continue" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Demo wallet" }).click();
  await expect(cardOf(page, file.name).getByText("uploaded", { exact: true })).toBeVisible({ timeout: 30_000 });
  await leave();
  await remove();
});

test.describe("a purchase through a proxy", () => {
  async function newSale(bytes = randomBytes(300 * KB), name = "study.bin") {
    const seller = await signInSeller(proxy.url, privateKeyToAccount(generatePrivateKey()));
    return { ...(await seller.sell({ price: "0.25", bytes, name })), bytes };
  }
  async function newBuyer(browser: Parameters<typeof newVisitor>[0]) {
    let wallet: Awaited<ReturnType<typeof injectWallet>> | undefined;
    const visitor = await newVisitor(browser, async (context) => {
      wallet = await injectWallet(context, { name: "Buyer Wallet", knows: [] });
    });
    const address = wallet?.account.address ?? "0x";
    await stack.chain.fund(address, 1_000_000n);
    const pay = async () => {
      await pressPay(visitor.page);
      await visitor.page.getByRole("dialog").getByRole("button", { name: "Buyer Wallet" }).click();
    };
    return { ...visitor, pay, balance: () => stack.chain.usdcBalance(address) };
  }
  const isPurchase = (req: { url?: string }) => Boolean(req.url?.includes("/purchase"));
  const isPaid = (req: { headers: Record<string, unknown> }) => req.headers["payment-signature"] !== undefined;

  test("that answers itself before anything is signed is named, with nothing charged", async ({ browser }) => {
    const sale = await newSale();
    const buyer = await newBuyer(browser);
    await buyer.page.goto(sale.file.url);
    proxy.meddle({ answers: (req) => (isPurchase(req) ? pageOf(502) : undefined) });
    await buyer.pay();
    await expect(alertOf(buyer.page)).toContainText("gets no usable answer from it (HTTP 502)");
    await expect(alertOf(buyer.page)).toContainText("Nothing was charged.");
    proxy.meddle({ dropsAnswerHeaders: ["payment-required"] });
    await buyer.page.getByRole("button", { name: "Try again" }).click();
    await expect(alertOf(buyer.page)).toContainText("removed something from the request or from its answer");
    proxy.meddle({});
    await buyer.page.getByRole("button", { name: "Try again" }).click();
    await expectPaid(buyer.page);
    expect(await buyer.balance()).toBe(750_000n);
    await buyer.leave();
  });

  test("that answers in place of the settlement is named, and the payment is charged once", async ({ browser }) => {
    const sale = await newSale();
    const buyer = await newBuyer(browser);
    await buyer.page.goto(sale.file.url);
    let replaced = 0;
    proxy.meddle({
      replaces: (req) => (isPaid(req) && replaced++ < 2 ? pageOf(504, { "Retry-After": "4" }) : undefined),
    });
    await buyer.pay();
    await expect(
      buyer.page.getByText("The proxy in front of this server stopped waiting for it (HTTP 504)."),
    ).toBeVisible();
    await expectPaid(buyer.page, 60_000);
    expect(await buyer.balance()).toBe(750_000n);
    proxy.meddle({ answers: (req) => (isPurchase(req) ? pageOf(429, { "Retry-After": "5" }) : undefined) });
    await buyer.page.getByRole("link", { name: /^Download/ }).click();
    await expect(alertOf(buyer.page)).toContainText("asks you to wait (HTTP 429)");
    proxy.meddle({});
    expect((await downloadAgain(buyer.page)).sha256).toBe(sha256(sale.bytes));
    await buyer.leave();
  });

  test("whose bytes stop in the viewer is told, and read again", async ({ browser }) => {
    const text = Buffer.from("What was bought. ".repeat(8_000));
    const sale = await newSale(text, "study.txt");
    const buyer = await newBuyer(browser);
    await buyer.page.goto(sale.file.url);
    await buyer.pay();
    await expectPaid(buyer.page);
    await buyer.page.clock.install();
    proxy.meddle({ holdsAnswerAfter: 2_000, isMeant: (req) => Boolean(req.headers.range) });
    await buyer.page.getByRole("button", { name: "Open here" }).click();
    const told = alertOf(buyer.page).getByText("No data has arrived for a while.");
    await expect(async () => {
      await buyer.page.clock.fastForward(21_000);
      await expect(told).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 60_000 });
    proxy.meddle({});
    await buyer.page.getByRole("button", { name: "Try again" }).click();
    await expect(buyer.page.getByText("What was bought.").first()).toBeVisible();
    await buyer.leave();
  });

  test("of black line art shows it on a light ground, on a dark page too", async ({ browser }) => {
    const { default: sharp } = await import("sharp");
    const line =
      '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="200"><path d="M9 9L290 190" stroke="#000"/></svg>';
    const sale = await newSale(await sharp(Buffer.from(line)).png().toBuffer(), "art.png");
    const buyer = await newBuyer(browser);
    await buyer.page.emulateMedia({ colorScheme: "dark" });
    await buyer.page.goto(sale.file.url);
    await buyer.pay();
    await expectPaid(buyer.page);
    await buyer.page.getByRole("button", { name: "Open here" }).click();
    const picture = buyer.page.getByRole("img", { name: "art.png", exact: true });
    await expect(picture).toBeVisible();
    expect(
      await buyer.page.evaluate(() => getComputedStyle(document.body.parentElement as Element).backgroundColor),
    ).toBe("rgb(19, 21, 19)");
    expect(await picture.evaluate((element) => getComputedStyle(element).backgroundColor)).toBe("rgb(255, 255, 255)");
    await buyer.leave();
  });
});
