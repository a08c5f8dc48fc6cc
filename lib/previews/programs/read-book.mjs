// node read-book.mjs {mediaType, showing, size}: what a book or a comic is, its contents, and its cover or a page.
//
// Runs in a separate process (`run-program.ts`), because its input comes from strangers.

import { findPicture, makeOf, makeSmall } from "./open-picture.mjs";
import { openZip } from "./open-zip.mjs";
import { readComic } from "./read-comic.mjs";
import { readEpub } from "./read-epub.mjs";
import { readFb2 } from "./read-fb2.mjs";
import { isBlurred, makeSoft, SMALL } from "./shown-page.mjs";
import { answer, giveUp, picturePart, watchMemory } from "./stdio.mjs";

const unknown = { kind: "book", trouble: null, title: null, author: null, language: null, chapters: null, pages: null };

const { mediaType, showing, size, memory } = JSON.parse(process.argv[2] ?? "{}");
watchMemory(memory);
try {
  const { facts, chapters = [], cover, page } = await readBook();
  const parts = [
    ...(cover && showing.picture !== "none" ? await makePart("book-cover", cover, showing.picture === "blurred") : []),
    ...(page ? await makePart("page", page, isBlurred(showing.picture, facts.pages)) : []),
  ];
  const excerpt = showing.contents && chapters.length > 0 ? { chapters } : {};
  answer({ facts: { ...unknown, ...facts }, excerpt }, parts);
} catch (error) {
  giveUp(error);
}

async function readBook() {
  try {
    if (mediaType === "application/x-fictionbook+xml") return readFb2(size);
    const zip = await openZip(size);
    const isComic = mediaType === "application/vnd.comicbook+zip";
    const read = isComic ? readComic(zip, showing.picture === "none" ? null : showing.page) : readEpub(zip);
    const { facts, ...shown } = await read;
    const trouble = facts.trouble === "damaged" ? (zip.trouble ?? "damaged") : (facts.trouble ?? zip.trouble);
    return { ...shown, facts: { ...facts, trouble } };
  } catch (error) {
    const known = ["too-large", "encrypted"].find((word) => word === error.message);
    return { facts: { trouble: known ?? "damaged" } };
  }
}

/** None where it cannot be opened: the rest is told all the same. */
async function makePart(kind, bytes, soft) {
  try {
    const found = await findPicture(bytes);
    const made = await makeOf(found, soft ? makeSoft : (picture) => makeSmall(picture, SMALL));
    return [picturePart(soft ? "blurred" : kind, made, soft ? found.of : undefined)];
  } catch {
    return [];
  }
}
