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

/**
 * Translates the page and everything that comes later, as a browser would: the marks « » stand for the other language.
 * Runs in the page, before its scripts, with the DOM's calls as they are now.
 */
export function translatePage(manner: Manner): void {
  const { insertBefore, appendChild, removeChild } = Node.prototype;
  const write = Object.getOwnPropertyDescriptor(CharacterData.prototype, "data")?.set;
  const untouched = "script, style, textarea, title, [translate=no], svg";
  const done = new WeakSet<Node>();

  const font = (words: string) => {
    const [outer, inner] = [document.createElement("font"), document.createElement("font")];
    for (const one of [outer, inner]) one.style.verticalAlign = "inherit";
    outer.dir = "auto";
    const text = document.createTextNode(words);
    done.add(text);
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
      for (const text of texts) swap(text, font(`«${text.data}»`));
    },
    "retranslated-font": (texts) => {
      for (const text of texts) {
        const once = font(`«${text.data}»`);
        swap(text, once);
        once.replaceWith(font(`««${text.data}»»`));
      }
    },
    data: (texts) => {
      for (const text of texts) write?.call(text, `«${text.data}»`);
    },
    "new-text": (texts) => {
      for (const parent of new Set(texts.map((text) => text.parentNode as Node))) {
        const all = [...parent.childNodes];
        for (const node of all) removeChild.call(parent, node);
        for (const node of all) {
          const by = texts.includes(node as Text) ? document.createTextNode(`«${(node as Text).data}»`) : node;
          done.add(by);
          appendChild.call(parent, by);
        }
      }
    },
    moved: (texts) => {
      for (const text of texts) {
        const outer = font("");
        insertBefore.call(text.parentNode as Node, outer, text);
        appendChild.call(outer, text);
        write?.call(text, `«${text.data}»`);
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
    const wanted = texts.filter((text) => text.isConnected && text.data.trim() && !/^«.*»$/s.test(text.data));
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
  watch();
}
