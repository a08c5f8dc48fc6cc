import { z } from "zod";
import { PICTURE_SHOWN, type Showing } from "@/lib/previews/showing/schema";

/** What the seller shows of a file, as requests have it and as it is stored. */
export const showingSchema = z.strictObject({
  picture: z.enum(PICTURE_SHOWN),
  page: z.int().min(1, "Pages begin at 1.").max(1_000_000),
  sample: z.boolean(),
  sampleFrom: z.number().min(0).max(1_000_000).nullable(),
  contents: z.boolean(),
  text: z.boolean(),
}) satisfies z.ZodType<Showing>;
