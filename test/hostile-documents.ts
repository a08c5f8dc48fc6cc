import { hostileBooks, hostileComics, hostileFb2 } from "./hostile-books";
import { hostilePdfs } from "./hostile-pdfs";

/** Documents that are meant to cost a reader much, with the type that each would be sold as. */
export type HostileDocument = { mediaType: string; name: string; make: () => Buffer };

const sets: Record<string, Record<string, () => Buffer>> = {
  "application/pdf": hostilePdfs,
  "application/epub+zip": hostileBooks,
  "application/vnd.comicbook+zip": hostileComics,
  "application/x-fictionbook+xml": hostileFb2,
};

export const hostileDocuments: readonly HostileDocument[] = Object.entries(sets).flatMap(([mediaType, set]) =>
  Object.entries(set).map(([name, make]) => ({ mediaType, name, make })),
);
