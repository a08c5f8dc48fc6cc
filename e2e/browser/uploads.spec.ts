import { expect, type Page, test } from "@playwright/test";
import { startBreakableProxy } from "../breakable-proxy";
import { newVisitor } from "../shop-pages";
import { devnetEnv, freePort, type Stack, startApp, startStack } from "../stack";
import {
  cardOf,
  choose,
  connection,
  giveAllAway,
  hashOf,
  makeFiles,
  sentOf,
  untilReceived,
  untilUploaded,
  watchUploads,
} from "../upload-pages";

/** Several files on a bad connection: despite interruptions, each arrives complete. */

const MB = 1_000_000;
/** So slow that everything below happens before the end, in bytes per second for all uploads together. */
const SLOW = 0.25 * MB;

// Some start servers of their own, and wait for the retries of a client in no hurry. One shop for the others.
test.describe.configure({ timeout: 180_000, mode: "default" });

let stack: Stack;
test.beforeAll(async () => {
  // Not the one of all journeys: what they leave without a price counts against strangers from the same address.
  stack = await startStack();
});
test.afterAll(() => stack?.stop());

/** Offsets from which parts were sent, by their order. */
function watchParts(page: Page): number[] {
  const offsets: number[] = [];
  page.on("request", (request) => {
    if (request.method() === "PATCH") offsets.push(Number(request.headers()["upload-offset"]));
  });
  return offsets;
}

const noSideways = (page: Page) =>
  expect
    .poll(() => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth))
    .toBeLessThanOrEqual(0);

test("three at once: one paused, one cancelled, a reload in the middle, one sign-in for all", async ({ browser }) => {
  const { files, remove } = makeFiles(["one.bin", "two.bin", "three.bin"], 6 * MB);
  const [one, two, three] = files as [(typeof files)[0], (typeof files)[0], (typeof files)[0]];
  const { page, leave } = await newVisitor(browser);
  const warnings: string[] = [];
  page.on("dialog", (dialog) => {
    warnings.push(dialog.type());
    return dialog.accept();
  });
  const set = await connection(page);
  await page.goto(stack.app.url);
  await set({ upload: SLOW });
  const begun = watchUploads(page);
  await choose(page, files);

  const card = (file: { name: string }) => cardOf(page, file.name);
  for (const file of files) await expect.poll(() => sentOf(card(file))).toBeGreaterThan(0);
  await untilReceived(stack.dataDir, begun, 3);
  await expect(card(one).getByText(/\/s · .+ left/)).toBeVisible();
  await page.setViewportSize({ width: 320, height: 700 });
  await noSideways(page);

  await card(two).getByRole("button", { name: "Pause the upload of two.bin" }).click();
  await expect(card(two).getByText("paused", { exact: true })).toBeVisible();
  const discarded = page.waitForResponse((response) => response.request().method() === "DELETE");
  await card(three).getByRole("button", { name: "Cancel the upload of three.bin" }).click();
  expect((await discarded).status()).toBe(204);
  await expect(card(three)).toHaveCount(0);
  const paused = await sentOf(card(two));
  const before = await sentOf(card(one));
  await expect.poll(() => sentOf(card(one))).toBeGreaterThan(before);
  expect(await sentOf(card(two))).toBe(paused);

  await page.reload();
  expect(warnings).toEqual(["beforeunload"]);
  await expect(page.getByText("2 uploads were interrupted.")).toBeVisible();
  await expect(card(one).getByText("interrupted", { exact: true })).toBeVisible();
  const offsets = watchParts(page);
  await set({ upload: SLOW });
  await choose(page, [two, one]);
  await expect(card(one).getByText(/\/s/)).toBeVisible();
  await expect.poll(() => offsets.length).toBe(2);
  for (const offset of offsets) expect(offset).toBeGreaterThan(0);

  await set({});
  await untilUploaded(page, [one, two]);
  const links = await giveAllAway(page, card(one), 2);
  await noSideways(page);
  expect((await Promise.all(links.map(hashOf))).sort()).toEqual([one.sha256, two.sha256].sort());
  await page.reload();
  await expect(page.getByText(/Drop a file here|Choose a file/).filter({ visible: true })).toBeVisible();
  expect(warnings).toHaveLength(1);
  await leave();
  await remove();
});

test("five at once: three are sent, the others wait for their turn; each gets a price of its own", async ({
  browser,
}) => {
  const { files, remove } = makeFiles(["a.bin", "b.bin", "c.bin", "d.bin", "e.bin"], 2 * MB);
  const { page, leave } = await newVisitor(browser);
  const set = await connection(page);
  await page.goto(stack.app.url);
  await set({ upload: SLOW });
  await choose(page, files);
  await expect(page.getByText("waiting for its turn", { exact: true })).toHaveCount(2);
  // By keyboard: the form of the second one opens, and that of the first closes.
  await expect(cardOf(page, "a.bin").getByLabel("Price", { exact: true })).toBeVisible();
  const second = cardOf(page, "b.bin");
  await second.getByRole("button", { name: "Price, title and dates" }).focus();
  await page.keyboard.press("Enter");
  await second.getByLabel("Price", { exact: true }).fill("0.75");
  await second.getByLabel("Title").fill("The second");
  await expect(cardOf(page, "a.bin").getByLabel("Price", { exact: true })).toBeHidden();
  await second.getByRole("button", { name: "Connect wallet and get the link" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Demo wallet" }).click();
  await set({});
  await expect(page.getByText("The second, $0.75")).toBeVisible();
  await expect(page.getByTestId("file-link")).toHaveCount(1);
  for (const name of ["a.bin", "c.bin", "d.bin", "e.bin"]) {
    await expect(cardOf(page, name).getByText("uploaded", { exact: true })).toBeVisible();
  }
  // The first opened by itself; nobody has to sign in again.
  const first = cardOf(page, "a.bin");
  await first.getByLabel("Price", { exact: true }).fill("0.25");
  await first.getByRole("button", { name: "Get the link" }).click();
  await expect(page.getByText("a, $0.25")).toBeVisible();

  // What is not sold yet survives a reload without being sent again, with what was typed for it.
  await cardOf(page, "c.bin").getByLabel("Price", { exact: true }).fill("3");
  await page.reload();
  await expect(page.getByText("uploaded", { exact: true })).toHaveCount(3);
  const third = cardOf(page, "c.bin");
  // The first of them opened by itself: whichever upload began first.
  const fold = third.getByRole("button", { name: /^Price, title and dates/ });
  if ((await fold.getAttribute("aria-expanded")) === "false") await fold.click();
  await expect(third.getByLabel("Price", { exact: true })).toHaveValue("3");
  await third.getByRole("checkbox", { name: "Sell the other 2 files for the same, until the same day" }).check();
  await third.getByRole("button", { name: "Get the link" }).click();
  await expect(page.getByTestId("file-link")).toHaveCount(3);
  for (const title of ["c", "d", "e"]) await expect(page.getByText(`${title}, $3.00`)).toBeVisible();
  await leave();
  await remove();
});

test("an upload that the server discarded, before its end or before it was published, is sent again by itself", async ({
  browser,
}) => {
  const { files, remove } = makeFiles(["again.bin"], 3 * MB);
  const [file] = files as [(typeof files)[0]];
  const { page, leave } = await newVisitor(browser);
  const begun: { url: string; token: string }[] = [];
  page.on("response", (response) => {
    if (response.request().method() !== "POST" || response.status() !== 201) return;
    const { location, "upload-token": token } = response.headers();
    if (location && token) begun.push({ url: new URL(location, stack.app.url).href, token });
  });
  /** As when others need the place: the page hears of it by its next request. */
  const discard = async (count: number) => {
    await expect.poll(() => begun.length).toBe(count);
    const { url, token } = begun[count - 1] as (typeof begun)[0];
    const headers = { "Tus-Resumable": "1.0.0", "Upload-Token": token };
    expect((await fetch(url, { method: "DELETE", headers })).status).toBe(204);
  };
  const set = await connection(page);
  await page.goto(stack.app.url);
  await set({ upload: SLOW });
  await choose(page, files);
  const card = cardOf(page, file.name);
  await expect.poll(() => sentOf(card)).toBeGreaterThan(0);
  await discard(1);
  await set({});
  await untilUploaded(page, files);
  await discard(2);
  const [link] = await giveAllAway(page, card, 1);
  expect(begun).toHaveLength(3);
  expect(await hashOf(link ?? "")).toBe(file.sha256);
  await leave();
  await remove();
});

test("a network that goes away and a server that is killed in the middle: the files continue by themselves", async ({
  browser,
}) => {
  const stack = await startStack();
  await stack.app.stop();
  const port = String(await freePort());
  const proxy = await startBreakableProxy(`http://localhost:${port}`);
  const env = { ...devnetEnv(stack.chain, stack.dataDir), PORT: port, APP_URL: proxy.url };
  let app = await startApp(env);
  const { files, remove } = makeFiles(["left.bin", "right.bin"], 6 * MB);
  try {
    const { page, leave } = await newVisitor(browser);
    const set = await connection(page);
    const expectAll = async (words: string) => {
      for (const { name } of files) await expect(cardOf(page, name).getByText(words, { exact: true })).toBeVisible();
    };
    await page.goto(proxy.url);
    await set({ upload: SLOW });
    const begun = watchUploads(page);
    await choose(page, files);
    for (const { name } of files) await expect.poll(() => sentOf(cardOf(page, name))).toBeGreaterThan(0);
    await untilReceived(stack.dataDir, begun, 2);
    const offsets = watchParts(page);

    await set({ offline: true });
    proxy.break();
    await expectAll("no connection, trying again…");
    proxy.mend();
    await set({ upload: SLOW });
    await expect.poll(() => offsets.length).toBe(2);
    for (const { name } of files) await expect(cardOf(page, name).getByText(/[\d.]+ \wB\/s/)).toBeVisible();

    await app.stop("SIGKILL");
    await expectAll("no connection, trying again…");
    app = await startApp(env);
    await set({});
    await untilUploaded(page, files);
    const links = await giveAllAway(page, cardOf(page, "left.bin"), 2);
    expect(offsets.length).toBeGreaterThanOrEqual(4);
    for (const offset of offsets) expect(offset).toBeGreaterThan(0);
    expect((await Promise.all(links.map(hashOf))).sort()).toEqual(files.map(({ sha256 }) => sha256).sort());
    await leave();
  } finally {
    await app.stop();
    proxy.stop();
    await stack.stop();
    await remove();
  }
});
