// node reduce-cover.mjs {side, bytes}: the picture that a seller chose, from standard input, small and re-encoded.
//
// Runs in a separate process (`run-program.ts`), because its input comes from strangers.

import { findPicture, makeOf, makeSmall } from "./open-picture.mjs";
import { answer, giveUp, picturePart, readInput, watchMemory } from "./stdio.mjs";

const params = JSON.parse(process.argv[2] ?? "{}");
watchMemory(params.memory);
try {
  const found = await findPicture(await readInput());
  const made = await makeOf(found, (picture) => makeSmall(picture, params));
  answer({}, [picturePart("cover", made, found.of)]);
} catch (error) {
  giveUp(error);
}
