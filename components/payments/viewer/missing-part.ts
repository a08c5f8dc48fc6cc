import { filmCodecs, playsCodec } from "@/lib/media-codecs";

/** What a browser leaves out of a film that it plays, and the codecs of that part, if they are known. */
export type Missing = { part: "picture" | "sound"; what: string[] };

/** Seconds of playing after which at least one frame of a film has been shown. */
const FIRST_FRAME = 1.5;

type Player = Pick<
  HTMLVideoElement,
  "canPlayType" | "currentTime" | "getVideoPlaybackQuality" | "paused" | "videoWidth"
>;

/**
 * What a browser leaves out of a film whose beginning has been loaded, or that is playing: it plays the sound of a film
 * whose picture it cannot decode, with a black box, and says nothing. Null if nothing is missed.
 *
 * @param codecs names, as the server read them in the file
 */
export function missingPart(element: Player, codecs: readonly string[]): Missing | null {
  const isBlack = element.currentTime > FIRST_FRAME && !element.paused && hasNoFrame(element);
  if (element.videoWidth > 0 && !isBlack) return null;
  const films = codecs.filter((name) => filmCodecs.has(name));
  // A sound that was named or sniffed as a film has no picture to miss.
  if (codecs.length > 0 && films.length === 0) return null;
  return { part: "picture", what: films };
}

/** The sound that a browser says it cannot play: it shows such a film in silence. Null if nothing is missed. */
export function missingSound(element: Pick<Player, "canPlayType">, codecs: readonly string[]): Missing | null {
  const sounds = codecs.filter((name) => !filmCodecs.has(name));
  const ask = (type: string) => element.canPlayType(type);
  const isSilent =
    sounds.length > 0 && sounds.length < codecs.length && sounds.every((name) => playsCodec(name, ask) === false);
  return isSilent ? { part: "sound", what: sounds } : null;
}

function hasNoFrame(element: Player): boolean {
  return element.getVideoPlaybackQuality?.().totalVideoFrames === 0;
}
