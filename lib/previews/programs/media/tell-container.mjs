// MP4, QuickTime, Matroska, WebM, OGG and AAC: the library finds its way in them.

import { isEncrypted, nameOfCodec } from "./codec-names.mjs";
import { cutFilm } from "./cut-film.mjs";
import { cutSound } from "./cut-sound.mjs";
import { openMeasured, openMedia } from "./open-media.mjs";
import { samplePlace } from "./sample-place.mjs";
import { tellTags } from "./tell-tags.mjs";
import { troubleOf } from "./trouble-of.mjs";

const MB = 1024 * 1024;
/** Bytes that are read: of what describes the film and of the clip, and of its end where nothing says how long it is. */
const READ = 96 * MB;
const END = 24 * MB;
/** Bytes of an index that is taken apart: three hours at 60 pictures a second need 10 MB. */
const TABLES = 14 * MB;
/** Packets from which the pictures a second are told. */
const PACKETS = 60;

/** @param {import("./job.mjs").Job} job */
export async function tellContainer(job) {
  const { input, largest } = openMeasured(job, { most: READ });
  const [film, sound] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()];
  const main = film ?? sound;
  if (!main) throw new Error("Nothing to see or hear.");
  const kind = film ? "film" : "sound";
  const known = { ...job, kind };
  known.tell({ facts: film ? await factsOfFilm(input, film) : await factsOfSound(sound) });
  const tracks = await input.getTracks();
  const closed = (await Promise.all(tracks.map(isEncrypted))).some(Boolean);
  if (closed) known.tell({ facts: { trouble: "encrypted" } });
  await tellTags(input, known);
  // A longer one fills the memory of this thread when it is taken apart, which also telling its length does.
  if (largest() > TABLES) throw new Error("too-large");
  const seconds = await lengthOf(known, input, main);
  if (seconds !== null) known.tell({ facts: { seconds, ...(film ? {} : { bitRate: (job.size * 8) / seconds }) } });
  if (film) await tellFrameRate(known, film);
  job.tell({ complete: true });
  const place = closed ? null : samplePlace(job.showing, seconds);
  if (place) await (film ? cutFilm(known, input, place) : cutSound(known, input, place));
}

async function factsOfFilm(input, film) {
  const tracks = await input.getTracks();
  const codecs = await Promise.all(tracks.map(async (track) => nameOfCodec(await track.getCodec())));
  const [width, height] = [await film.getDisplayWidth(), await film.getDisplayHeight()];
  return { kind: "film", width, height, codecs: [...new Set(codecs.filter(Boolean))], frameRate: null, playsIn: null };
}

async function factsOfSound(sound) {
  const codec = nameOfCodec(await sound.getCodec());
  const [sampleRate, channels] = [await sound.getSampleRate(), await sound.getNumberOfChannels()];
  return { kind: "sound", codec, sampleRate, channels, bitRate: null, bitDepth: null, artist: null, album: null };
}

/** Seconds as the file says, else as its last packet does; null if that would take too much reading. */
async function lengthOf(job, input, track) {
  const told = await input.getDurationFromMetadata();
  if (told !== null && told > 0) return told;
  try {
    const again = openMedia(job, { most: END });
    const same = track.type === "video" ? await again.getPrimaryVideoTrack() : await again.getPrimaryAudioTrack();
    const counted = await same.computeDuration({ metadataOnly: true });
    if (counted > 0) return counted;
    throw new Error("It never ends, or has nothing.");
  } catch (error) {
    job.tell({ facts: { trouble: troubleOf(error) } });
    return null;
  }
}

async function tellFrameRate(job, film) {
  try {
    const { averagePacketRate } = await film.computePacketStats(PACKETS, { metadataOnly: true });
    if (averagePacketRate > 0) job.tell({ facts: { frameRate: averagePacketRate } });
  } catch {
    // Told without it.
  }
}
