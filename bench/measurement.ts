import type { Figure } from "./figures";
import type { Options } from "./options";

/** What a measurement gets: its options, and where it says how it continues. */
export type Bench = Options & { say(words: string): void };

export type Measurement = (bench: Bench) => Promise<Figure[]>;

export const MIB = 1024 ** 2;
export const GIB = 1024 ** 3;
/** Network and disk speeds are told in millions of bytes a second. */
export const MB = 1e6;
