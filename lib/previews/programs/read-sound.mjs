// node read-sound.mjs {mediaType, size, showing}: what a sound is: its length, tags and wave form, and a sample of it.
//
// Runs in a separate process (`run-program.ts`), because its input comes from strangers.

import { readMedia } from "./read-media.mjs";

await readMedia({
  kind: "sound",
  seconds: null,
  bitRate: null,
  sampleRate: null,
  channels: null,
  bitDepth: null,
  codec: null,
  title: null,
  artist: null,
  album: null,
});
