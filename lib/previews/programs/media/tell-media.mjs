import { tellContainer } from "./tell-container.mjs";
import { tellFlac } from "./tell-flac.mjs";
import { tellPcm } from "./tell-pcm.mjs";
import { tellStream } from "./tell-stream.mjs";
import { troubleOf } from "./trouble-of.mjs";

const tellers = [
  [/^audio\/(?:wav|aiff)$/, tellPcm],
  [/^audio\/(?:mpeg|aac)$/, tellStream],
  [/^audio\/flac$/, tellFlac],
  [/./, tellContainer],
];

/**
 * Tells what a sound or a film is as soon as it is known, the surest first.
 *
 * @param {import("./job.mjs").Job} job
 */
export async function tellMedia(job) {
  let isComplete = false;
  const tell = (told) => {
    isComplete ||= Boolean(told.complete);
    job.tell(told);
  };
  try {
    const [, tellOf] = tellers.find(([type]) => type.test(job.mediaType.replace(/;.*/, "")));
    await tellOf({ ...job, tell });
  } catch (error) {
    // It is what it is, also where no sample can be made of it.
    if (!isComplete) job.tell({ facts: { trouble: troubleOf(error) } });
  }
}
