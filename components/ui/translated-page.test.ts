import { type Browser, chromium, type Page } from "@playwright/test";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Manner, translatePage } from "@/test/translate-page";
import { findBrowser } from "../../scripts/lib/find-browser.mjs";

/** A page with every kind of text that React keeps: beside conditional elements, moved by its key, alone, empty. */
const app = `
  import { Fragment, StrictMode, useState } from "react";
  import { flushSync } from "react-dom";
  import { createRoot, hydrateRoot } from "react-dom/client";
  import { tolerateTranslation } from "./components/ui/translated-page";

  function App() {
    const [{ step, busy, order, note }, set] = useState({ step: "one", busy: true, order: ["a", "b", "c"], note: "" });
    window.set = (next) => flushSync(() => set((before) => ({ ...before, ...next })));
    return (
      <main>
        <p id="step">Step {step} {busy && <b>busy</b>} of three</p>
        <p id="or">{busy ? "Wait" : <i>Ready</i>}{step}</p>
        <p id="order">{order.map((one) => <Fragment key={one}>{"Text " + one + ". "}</Fragment>)}</p>
        <p id="alone">{step}</p>
        <p id="note">{note}{busy && "Confirming"}</p>
      </main>
    );
  }
  window.start = (hydrate) => {
    tolerateTranslation();
    const place = document.getElementById("root");
    const tree = <StrictMode><App /></StrictMode>;
    if (hydrate) hydrateRoot(place, tree, { onRecoverableError() {} });
    else flushSync(() => createRoot(place).render(tree));
  };
`;

type Shop = Window & { start(hydrate: boolean): void; set(next: object): void };
const wait = (page: Page) => page.evaluate(() => new Promise((done) => setTimeout(done)));

let browser: Browser;
let script: string;
let page: Page;
let errors: string[];

beforeAll(async () => {
  const { executablePath } = await findBrowser();
  browser = await chromium.launch({ executablePath });
  const stdin = { contents: app, loader: "tsx" as const, resolveDir: process.cwd() };
  const define = { "process.env.NODE_ENV": '"production"' };
  const options = { bundle: true, write: false, jsx: "automatic" as const, define };
  script = (await build({ stdin, ...options })).outputFiles?.[0]?.text ?? "";
}, 60_000);

afterAll(() => browser?.close());

beforeEach(async () => {
  page = await browser.newPage();
  errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
});

afterEach(async () => {
  await page.close();
  expect(errors).toEqual([]);
});

async function open(manner: Manner, { html = "", hydrate = false } = {}) {
  await page.setContent(`<!doctype html><html lang="en"><body><div id="root">${html}</div></body></html>`);
  await page.evaluate(translatePage, { manner, mark: "~", from: "start" } as const);
  await wait(page);
  await page.addScriptTag({ content: script });
  await page.evaluate((is) => (window as unknown as Shop).start(is), hydrate);
  await wait(page);
}

/** The page's text, by paragraph, without the translator's marks. */
const said = async () => {
  const texts = await page.locator("p").allTextContents();
  expect(texts.join("")).toContain("~");
  return texts.map((text) => text.replaceAll("~", ""));
};

const change = async (next: object) => {
  await page.evaluate((to) => (window as unknown as Shop).set(to), next);
  await wait(page);
};

const first = ["Step one busy of three", "Waitone", "Text a. Text b. Text c. ", "one", "Confirming"];

describe.each<Manner>(["font", "retranslated-font", "data", "new-text", "moved"])(
  "a page translated by %s",
  (manner) => {
    test("shows the current text after each change", async () => {
      await open(manner);
      expect(await said()).toEqual(first);
      await change({ step: "two" });
      expect((await said()).slice(0, 2)).toEqual(["Step two busy of three", "Waittwo"]);
      await change({ busy: false, note: "Paid. " });
      expect(await said()).toEqual(["Step two  of three", "Readytwo", "Text a. Text b. Text c. ", "two", "Paid. "]);
      await change({ busy: true, step: "three", note: "" });
      expect(await said()).toEqual([
        "Step three busy of three",
        "Waitthree",
        "Text a. Text b. Text c. ",
        "three",
        "Confirming",
      ]);
    });

    test("keeps the order of what moves, comes and goes", async () => {
      await open(manner);
      await change({ order: ["c", "a", "b"] });
      expect((await said())[2]).toBe("Text c. Text a. Text b. ");
      await change({ order: ["b", "d", "c"] });
      expect((await said())[2]).toBe("Text b. Text d. Text c. ");
      await change({ order: ["a", "b", "d", "c"] });
      expect((await said())[2]).toBe("Text a. Text b. Text d. Text c. ");
      await change({ order: [] });
      expect((await said())[2]).toBe("");
    });

    test("shows the current text when it changes before the translator has handled the last change", async () => {
      await open(manner);
      await page.evaluate(() => {
        const { set } = window as unknown as Shop;
        for (const step of ["two", "three", "four"]) set({ step, busy: step === "three" });
      });
      await wait(page);
      expect((await said()).slice(0, 2)).toEqual(["Step four  of three", "Readyfour"]);
    });

    test("lives when it was translated before React took over", async () => {
      const html = `<main><p id="step">Step <!-- -->one<!-- --> <b>busy</b> of three</p></main>`;
      await open(manner, { html, hydrate: true });
      await expect.poll(said).toEqual(first);
      await change({ step: "two", busy: false });
      expect((await said()).slice(0, 2)).toEqual(["Step two  of three", "Readytwo"]);
    });
  },
);
