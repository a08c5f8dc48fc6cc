// node read-pdf.mjs {showing, size}: what a PDF is, and the page of it that its seller shows.
//
// Runs in a separate process (`run-program.ts`), because its input comes from strangers. PDFium runs in a thread of it
// (`draw-pdf.mjs`): what it told until it took too long is answered.

import { Worker } from "node:worker_threads";
import sharp from "sharp";
import { makeSmall } from "./open-picture.mjs";
import { isBlurred, makeSoft, SMALL } from "./shown-page.mjs";
import { answer, giveUp, picturePart, watchMemory } from "./stdio.mjs";

/** Milliseconds of processor time of the thread, so that enough is left to answer. */
const BUDGET = 6_000;
/** Milliseconds since the program began, on a machine that is too busy: before the server ends all of it. */
const PATIENCE = 40_000;
const unknown = {
  kind: "pdf",
  trouble: null,
  pages: null,
  pageWidth: null,
  pageHeight: null,
  title: null,
  author: null,
};

const { showing, size, memory } = JSON.parse(process.argv[2] ?? "{}");
watchMemory(memory);
try {
  const draws = showing.picture !== "none";
  const { facts, picture } = await listen({ size, page: showing.page, side: draws ? SMALL.side : 0 });
  answer({ facts }, picture ? [await makePart(picture, facts)] : []);
} catch (error) {
  giveUp(error);
}

/** What the thread told until it ended. */
function listen(workerData) {
  const { promise, resolve } = withResolvers();
  const told = { facts: unknown, picture: null };
  const worker = new Worker(new URL("./draw-pdf.mjs", import.meta.url), {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: 64 },
  });
  const trouble = (kind) => {
    told.facts = { ...told.facts, trouble: told.facts.trouble ?? kind };
  };
  const watch = setInterval(() => {
    const { user, system } = process.cpuUsage();
    if ((user + system) / 1000 < BUDGET && performance.now() < PATIENCE) return;
    trouble("too-large");
    worker.terminate();
  }, 25);
  worker.on("message", ({ facts, picture }) => {
    if (facts) told.facts = { ...told.facts, ...facts };
    if (picture) told.picture = picture;
  });
  worker.on("error", () => trouble("too-large"));
  worker.on("exit", () => {
    clearInterval(watch);
    resolve(told);
  });
  return promise;
}

/** `Promise.withResolvers` of Node 22. */
function withResolvers() {
  let resolve;
  const promise = new Promise((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

async function makePart({ data, width, height }, { pages }) {
  const picture = sharp(data, { raw: { width, height, channels: 4 } }).removeAlpha();
  if (isBlurred(showing.picture, pages)) return picturePart("blurred", await makeSoft(picture), { width, height });
  return picturePart("page", await makeSmall(picture, SMALL));
}
