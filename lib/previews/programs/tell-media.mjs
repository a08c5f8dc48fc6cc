// The thread of `read-media.mjs`.

import { parentPort, workerData } from "node:worker_threads";
import { budgetOf } from "./media/budget.mjs";
import { tellMedia } from "./media/tell-media.mjs";
import { readRange } from "./ranges.mjs";

// A library's promises that nobody waits for any more must not end the thread.
process.on("unhandledRejection", () => {});

await tellMedia({ ...workerData, budget: budgetOf(readRange), tell: (told) => parentPort?.postMessage(told) });
