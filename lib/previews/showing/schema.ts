/** What the seller shows of a file before it is paid for. The shape is checked by `wire/schema.ts`. */

export const SAMPLE_SECONDS = 30;

/** How the picture of a file is shown: one for sale, a page of a PDF, the cover of a book, the poster of a film. */
export const PICTURE_SHOWN = ["watermarked", "reduced", "cropped", "blurred", "none"] as const;

export type Showing = {
  picture: (typeof PICTURE_SHOWN)[number];
  /** The page of a PDF that is shown, from 1. */
  page: number;
  /** 30 seconds of a sound or a film. */
  sample: boolean;
  /** Where the sample begins, in seconds; null for a place that suits its length. */
  sampleFrom: number | null;
  /** Names of what is in an archive, with its README; the contents of a book. */
  contents: boolean;
  /** The first lines of a text. */
  text: boolean;
};

/** What a new file shows, as far as its content is long enough to be worth buying afterwards (`showing.ts`). */
export const defaultShowing: Showing = {
  picture: "watermarked",
  page: 1,
  sample: true,
  sampleFrom: null,
  contents: true,
  text: true,
};
