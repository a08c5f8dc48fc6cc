import { z } from "zod";

/** What the seller shows of a file before it is paid for. */

export const SAMPLE_SECONDS = 30;

/** How the picture of a file is shown: one for sale, a page of a PDF, the cover of a book, the poster of a film. */
export const PICTURE_SHOWN = ["watermarked", "reduced", "cropped", "blurred", "none"] as const;

export const showingSchema = z.strictObject({
  picture: z.enum(PICTURE_SHOWN),
  /** The page of a PDF that is shown, from 1. */
  page: z.int().min(1, "Pages begin at 1.").max(1_000_000),
  /** 30 seconds of a sound or a film. */
  sample: z.boolean(),
  /** Where the sample begins, in seconds; null for a place that suits its length. */
  sampleFrom: z.number().min(0).max(1_000_000).nullable(),
  /** Names of what is in an archive, with its README; the contents of a book. */
  contents: z.boolean(),
  /** The first lines of a text. */
  text: z.boolean(),
});
export type Showing = z.infer<typeof showingSchema>;

/** What a new file shows, as far as its content is long enough to be worth buying afterwards (`showing.ts`). */
export const defaultShowing: Showing = {
  picture: "watermarked",
  page: 1,
  sample: true,
  sampleFrom: null,
  contents: true,
  text: true,
};
