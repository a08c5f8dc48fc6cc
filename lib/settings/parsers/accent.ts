/** The operator's colour. Pure. */

import { isReadable, nearestReadable, readColour } from "@/lib/settings/accent";
import { text } from "./text";

/** `#rrggbb`, on which white text can be read. */
export const accent = text((value) => {
  const colour = readColour(value);
  if (colour === null) throw new Error(`holds "${value}", which is no colour: # and six hexadecimal digits.`);
  if (isReadable(colour)) return colour;
  throw new Error(
    `holds ${colour}, on which white text cannot be read (WCAG 2.2, 1.4.3). The nearest colour that will do is ${nearestReadable(colour)}.`,
  );
});
