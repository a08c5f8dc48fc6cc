// node read-film.mjs {mediaType, size, showing}: what a film is: its length, its size and codecs, and a clip of it.
//
// Runs in a separate process (`run-program.ts`), because its input comes from strangers.

import { readMedia } from "./read-media.mjs";

await readMedia({
  kind: "film",
  seconds: null,
  width: null,
  height: null,
  frameRate: null,
  codecs: [],
  playsIn: null,
  title: null,
});
