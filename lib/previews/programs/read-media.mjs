// A thread reads the file and tells what it finds, piece by piece; this one watches it. A file that would take too long or too much
// memory ends the thread, and what it told before is the answer.

import { Worker } from "node:worker_threads";
import { findPicture, makeOf, makeSmall } from "./open-picture.mjs";
import { answer, giveUp, picturePart, watchMemory } from "./stdio.mjs";

/** Of the thread: milliseconds of processor time and of the clock, MB of its heap, and its share of the program's memory. */
const MOST = { processor: 4_000, clock: 40_000, heap: 160, share: 0.75 };
const LOOK_EVERY = 25;
/** Pixels of the longer side and bytes of the picture that a sound or a film carries. */
const POSTER = { side: 800, bytes: 60 * 1024 };

/** Reads the file and answers. @param {{ kind: string }} unknown the facts where nothing is known */
export async function readMedia(unknown) {
  const params = JSON.parse(process.argv[2] ?? "{}");
  watchMemory(params.memory);
  try {
    const { facts, wave, parts, picture } = await watch({ ...params, kind: unknown.kind });
    const known = facts.kind && facts.kind !== unknown.kind ? facts : { ...unknown, ...facts };
    const told = { facts: { ...known, trouble: facts.trouble ?? null }, ...(wave ? { wave } : {}) };
    answer(told, [...(await posterOf(picture)), ...parts]);
  } catch (error) {
    giveUp(error);
  }
}

/** All that the thread told until its end. */
function watch(params) {
  const told = { facts: {}, complete: false, wave: undefined, parts: [], picture: undefined };
  const begin = Date.now();
  const worker = new Worker(new URL("./tell-media.mjs", import.meta.url), {
    workerData: params,
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: MOST.heap, maxYoungGenerationSizeMb: 8 },
  });
  worker.on("message", ({ facts, part, ...rest }) => {
    Object.assign(told.facts, facts);
    Object.assign(told, rest);
    if (part) told.parts.push(part);
  });
  return new Promise((resolve) => {
    const stop = (trouble) => {
      if (!told.complete) told.facts.trouble ??= trouble;
      worker.terminate();
    };
    const timer = setInterval(() => {
      const { user, system } = process.cpuUsage();
      const memory = usedMemory();
      if ((user + system) / 1_000 > MOST.processor || Date.now() - begin > MOST.clock) stop("too-large");
      else if (memory > MOST.share * params.memory) stop("too-large");
    }, LOOK_EVERY);
    worker.on("error", (error) => stop(error.code === "ERR_WORKER_OUT_OF_MEMORY" ? "too-large" : "damaged"));
    // Also after an error. Nothing that it asked for is unanswered then: a thread that reads ends when it was answered.
    worker.once("exit", () => {
      clearInterval(timer);
      resolve(told);
    });
  });
}

/** 0 where it cannot be told. */
function usedMemory() {
  try {
    return process.memoryUsage.rss();
  } catch {
    return 0;
  }
}

/** Drawn again and small, as all pictures of strangers; none if it does not open. @param {Uint8Array | undefined} picture */
async function posterOf(picture) {
  if (!picture) return [];
  try {
    const found = await findPicture(Buffer.from(picture));
    return [picturePart("poster", await makeOf(found, (drawn) => makeSmall(drawn, POSTER)), found.of)];
  } catch {
    return [];
  }
}
