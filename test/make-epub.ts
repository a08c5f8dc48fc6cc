import type { Packed } from "./pack-zip";

/** The files of a small book, as EPUB 2 and EPUB 3 have them. Tests replace what they are about. */

export type Book = {
  version?: 2 | 3;
  title?: string;
  author?: string;
  language?: string;
  /** In the package, beside the title. */
  metadata?: string;
  /** In the manifest. */
  items?: string;
  /** In place of `nav.xhtml` (EPUB 3) or of `toc.ncx` (EPUB 2), and of the whole package. */
  contents?: string;
  opf?: string;
  /** Path of the package. */
  root?: string;
  cover?: Buffer;
  more?: Packed[];
};

export const container = (path: string) =>
  `<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="${path}" media-type="application/oebps-package+xml"/></rootfiles></container>`;

const nav = `<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>Contents</title></head><body>
<nav epub:type="landmarks"><ol><li><a epub:type="cover" href="cover.xhtml">Cover</a></li></ol></nav>
<nav epub:type="toc" id="toc"><h1>Contents</h1><ol>
<li><a href="one.xhtml">The <i>first</i>&#160;day</a><ol><li><a href="one.xhtml#morning">Morning</a></li></ol></li>
<li><span>The second day</span></li></ol></nav></body></html>`;

const ncx = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" "http://www.daisy.org/z3986/2005/ncx-2005-1.dtd">
<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"><docTitle><text>Not a chapter</text></docTitle><navMap>
<navPoint id="a" playOrder="1"><navLabel><text>The first day</text></navLabel><content src="one.xhtml"/>
<navPoint id="b" playOrder="2"><navLabel><text>Morning</text></navLabel><content src="one.xhtml#morning"/></navPoint></navPoint>
<navPoint id="c" playOrder="3"><navLabel><text>The second day</text></navLabel><content src="two.xhtml"/></navPoint></navMap></ncx>`;

function packageOf({ version = 3, title = "Two days", author = "Ana Ruiz", language = "es", ...book }: Book): string {
  const navItem =
    version === 3 ? '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>' : "";
  const coverItem = `<item id="pic" href="images/a%20cover.jpg" media-type="image/jpeg"${version === 3 ? ' properties="cover-image"' : ""}/>`;
  return `<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="${version}.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">
<dc:identifier id="id">urn:isbn:0</dc:identifier><dc:title>${title}</dc:title><dc:language>${language}</dc:language>
<dc:creator opf:role="aut">${author}</dc:creator><dc:creator opf:role="ill">Somebody else</dc:creator>
${version === 2 ? '<meta name="cover" content="pic"/>' : ""}${book.metadata ?? ""}</metadata>
<manifest>${navItem}<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>${book.cover ? coverItem : ""}
<item id="one" href="one.xhtml" media-type="application/xhtml+xml"/>${book.items ?? ""}</manifest>
<spine toc="ncx"><itemref idref="one"/></spine></package>`;
}

/** Names and contents, in order. */
export function epubFiles(book: Book = {}): Packed[] {
  const { version = 3, root = "OEBPS/content.opf", contents, cover, more = [] } = book;
  const folder = root.replace(/[^/]*$/, "");
  const file = (name: string, content: string | Buffer) => ({ name: folder + name, content, deflate: true });
  return [
    { name: "mimetype", content: "application/epub+zip" },
    { name: "META-INF/container.xml", content: container(root), deflate: true },
    { name: root, content: book.opf ?? packageOf(book), deflate: true },
    ...(version === 3 ? [file("nav.xhtml", contents ?? nav)] : []),
    ...(version === 2 ? [file("toc.ncx", contents ?? ncx)] : []),
    ...(cover ? [file("images/a cover.jpg", cover)] : []),
    file("one.xhtml", "<html><body><p>It was the first day.</p></body></html>"),
    ...more,
  ];
}
