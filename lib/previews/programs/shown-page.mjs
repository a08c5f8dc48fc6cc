// How a page of a PDF or of a comic is shown (docs/decisions/0542-pdf-and-books.md).

/** Pixels of the longer side, and bytes: to be read, but too coarse to print. */
export const SMALL = { side: 800, bytes: 60_000 };
/** Of fewer pages, one is too much of the whole to be shown unless its seller says so. */
const ENOUGH_PAGES = 5;

/**
 * @param {string} choice `showing.picture`: of what is chosen there by default, a short file shows no readable page
 * @param {number | null} pages
 */
export const isBlurred = (choice, pages) =>
  choice === "blurred" || (choice !== "reduced" && (pages === null || pages < ENOUGH_PAGES));

/**
 * As soft as a blurred picture for sale (`read-picture.mjs`).
 *
 * @param {import("sharp").Sharp} picture
 */
export const makeSoft = (picture) =>
  picture
    .resize({ width: 32, height: 32, fit: "inside" })
    .blur(3)
    .webp({ quality: 60 })
    .toBuffer({ resolveWithObject: true });
