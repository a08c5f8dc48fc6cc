/** The seller's cover. */
export const previews = {
  coverHelp:
    "Optional. Buyers and chats see it. Without one, pictures are shown smaller and with a watermark. JPEG, PNG, WebP, GIF, AVIF, TIFF or BMP, {limit} at most.",
  choose: "Choose a cover",
  change: "Change cover",
  remove: "Remove cover",
  saving: "Saving the cover…",
  saved: "The cover is shown now.",
  removed: "The cover is gone.",
  tooLarge: "This picture is larger than {limit}.",
  coverOf: "Cover of “{title}”",
} as const;
