/**
 * How translators of browsers change a page:
 *
 * - `font`: Chrome and Edge put two nested `<font>` in the place of each text, again when it changes
 * - `retranslated-font`: the same, and what was translated is taken away and translated once more
 * - `data`: Firefox writes the translation into the text itself
 * - `new-text`: Safari takes the texts of an element away and then inserts others
 * - `moved`: a text is taken into an element of the translator's
 */
export type Manner = "font" | "retranslated-font" | "data" | "new-text" | "moved";

/** `mark`: stands around what was translated. `from`: begin at once, with what the server sent, or when all is loaded. */
export type Translation = { manner: Manner; mark: string; from: "start" | "load" };

/**
 * Translates the page and everything that comes later, as a browser would; the other language is the same words between
 * marks. Runs in the page, before its scripts, with the DOM's calls as they are now.
 */
export function translatePage({ manner, mark, from }: Translation): void {
  const { insertBefore, appendChild, removeChild } = Node.prototype;
  const write = Object.getOwnPropertyDescriptor(CharacterData.prototype, "data")?.set;
  const untouched = "script, style, textarea, title, [translate=no], svg";
  const other = (words: string) => mark + words + mark;

  const font = (words: string) => {
    const [outer, inner] = [document.createElement("font"), document.createElement("font")];
    for (const one of [outer, inner]) one.style.verticalAlign = "inherit";
    outer.dir = "auto";
    const text = document.createTextNode(words);
    appendChild.call(inner, text);
    appendChild.call(outer, inner);
    return outer;
  };
  const swap = (text: Text, by: Node) => {
    insertBefore.call(text.parentNode as Node, by, text);
    removeChild.call(text.parentNode as Node, text);
  };
  const translators: Record<Manner, (texts: Text[]) => void> = {
    font: (texts) => {
      for (const text of texts) swap(text, font(other(text.data)));
    },
    "retranslated-font": (texts) => {
      for (const text of texts) {
        const once = font(other(text.data));
        swap(text, once);
        once.replaceWith(font(other(other(text.data))));
      }
    },
    data: (texts) => {
      for (const text of texts) write?.call(text, other(text.data));
    },
    "new-text": (texts) => {
      for (const parent of new Set(texts.map((text) => text.parentNode as Node))) {
        const all = [...parent.childNodes];
        for (const node of all) removeChild.call(parent, node);
        for (const node of all) {
          const by = texts.includes(node as Text) ? document.createTextNode(other((node as Text).data)) : node;
          appendChild.call(parent, by);
        }
      }
    },
    moved: (texts) => {
      for (const text of texts) {
        const outer = font("");
        insertBefore.call(text.parentNode as Node, outer, text);
        appendChild.call(outer, text);
        write?.call(text, other(text.data));
      }
    },
  };

  const textsIn = (root: Node) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const texts: Text[] = root instanceof Text ? [root] : [];
    while (walker.nextNode()) texts.push(walker.currentNode as Text);
    return texts.filter((text) => text.parentElement && !text.parentElement.closest(untouched));
  };
  const translate = (texts: Text[]) => {
    const wanted = texts.filter((text) => text.isConnected && text.data.trim() && !text.data.startsWith(mark));
    if (wanted.length > 0) translators[manner]([...new Set(wanted)]);
  };
  const watch = () => {
    const observer = new MutationObserver((records) => {
      translate(
        records.flatMap(({ type, target, addedNodes }) =>
          type === "characterData" ? textsIn(target) : [...addedNodes].flatMap(textsIn),
        ),
      );
    });
    observer.observe(document, { childList: true, characterData: true, subtree: true });
    translate(textsIn(document));
  };
  if (from === "start" || document.readyState === "complete") watch();
  else addEventListener("load", watch);
}
