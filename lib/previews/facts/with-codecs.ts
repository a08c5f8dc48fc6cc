import "server-only";
import { limitsOf } from "@/lib/media-codecs";
import type { FileFacts } from "./schema";

/** What is known of a version besides what a program told. */
type Known = {
  /** As it was detected. */
  mediaType: string;
  /** Names of its codecs as they were detected, separated by commas. */
  codecs: string;
};

/** The facts with the codecs of files that the program's library does not know, and with which browsers play a film. */
export function withCodecs(facts: FileFacts, { mediaType, codecs }: Known): FileFacts {
  const detected = codecs.split(",").filter(Boolean);
  if (facts.kind === "sound") return { ...facts, codec: facts.codec ?? detected[0] ?? null };
  if (facts.kind !== "film") return facts;
  const names = detected.length > 0 ? detected : facts.codecs;
  const playsIn = names.length > 0 ? (limitsOf(mediaType, names)?.support ?? "all") : null;
  return { ...facts, codecs: names, playsIn };
}
