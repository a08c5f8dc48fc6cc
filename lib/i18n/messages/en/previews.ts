/** The covers of a file, for its seller. */
export const previews = {
  whatPeopleSee: "What people see before paying",
  coverHelp:
    "Optional. Buyers and chats see the first one. Without one, pictures are shown smaller and with a watermark. JPEG, PNG, WebP, GIF, AVIF, TIFF or BMP, {limit} at most each, {max} at most.",
  choose: "Choose a cover",
  addAnother: "Add another cover",
  remove: "Remove cover {number}",
  earlier: "Move cover {number} earlier",
  later: "Move cover {number} later",
  saving: "Saving the cover…",
  saved: "The cover is shown now.",
  removed: "The cover is gone.",
  ordered: "The covers are in the new order.",
  tooLarge: "This picture is larger than {limit}.",
  coverOf: "Cover of “{title}”",
  coversOf: "Covers of “{title}”",
  coverNumber: "Cover {number}",
} as const;
