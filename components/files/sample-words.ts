import type { Words } from "@/lib/i18n/words";
import type { FileFacts } from "@/lib/previews/facts/schema";
import type { Sample } from "@/lib/previews/schema";
import { clockTime } from "./describe-facts";

export type SampleStart = {
  /** Seconds from the beginning at which the sample begins; null if that is not known. */
  sampleFrom: number | null;
};

/** "Sample, 0:30 of 3:45"; without the whole where that is not known, or not longer. */
export function sampleWords({ seconds }: Sample, facts: FileFacts | null, t: Words<"shown">): string {
  const whole = wholeSeconds(facts);
  const part = clockTime(seconds);
  return whole > seconds + 0.5 ? t("sampleOf", { part, whole: clockTime(whole) }) : t("sampleLength", { part });
}

/** Seconds of the whole sound or film; 0 if that is not known. */
export function wholeSeconds(facts: FileFacts | null): number {
  return facts?.kind === "sound" || facts?.kind === "film" ? (facts.seconds ?? 0) : 0;
}
