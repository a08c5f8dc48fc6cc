/**
 * Keeps the page working while the browser translates it.
 *
 * Translators remove text nodes that React refers to, put something in their place (Chrome and Edge a `<font>`, Safari
 * other text), and move elements. Then React's `removeChild` and `insertBefore` throw, and its new words go into an
 * invisible node. So the replacement of each text is recorded: new words put the text back in place of it, for the
 * translator to translate again, and when React removes or moves a text, its replacement goes with it.
 */

/** What a translator put in the place of a text, or of an earlier replacement. */
const standIns = new WeakMap<Node, ChildNode>();
/** All replacements so far: each is for one node only, though translators remove and re-insert it. */
const taken = new WeakSet<Node>();
/** The most replacements of replacements to follow: a translator must not cause an endless loop. */
const MAX_CHAIN = 50;
/** Nodes that React removed itself, which get a replacement only after all others have theirs. */
const removedHere = new WeakSet<Node>();
/** The next sibling and the parent of a text that was removed without a replacement. */
const places = new WeakMap<Node, { parent: Node; next: Node | null }>();

/** React marks each node that it made or took over, except the only text of an element. */
const isReacts = (node: Node) => Object.keys(node).some((key) => key.startsWith("__reactFiber"));

/** What is on the page for this node: itself, or its replacement. */
function shownFor(node: Node): ChildNode | undefined {
  let shown: Node | undefined = node;
  for (let i = 0; shown && !shown.parentNode && i < MAX_CHAIN; i++) shown = standIns.get(shown);
  return shown?.parentNode ? (shown as ChildNode) : undefined;
}

/** The child of `parent` in or before which `node` is shown; null for the end. */
function childOf(parent: Node, node: Node | null): Node | null {
  if (!node) return null;
  let child: Node | null | undefined = shownFor(node);
  while (child && child.parentNode !== parent) child = child.parentNode;
  return child ?? childOf(parent, places.get(node)?.next ?? null);
}

type Gone = { gone: Node; record: MutationRecord };

/** Records which node replaced which. */
function learn(records: MutationRecord[]): void {
  const newcomers = new Map<Node, Node>();
  for (const { target, addedNodes } of records) {
    for (const node of addedNodes) {
      standIns.delete(node);
      if (!taken.has(node) && !isReacts(node)) newcomers.set(node, target);
    }
  }
  const all = records.flatMap((record) => [...record.removedNodes].map((gone) => ({ gone, record })));
  // A React element that is gone was removed by React: translators keep elements.
  const left = all.filter(({ gone }) => !gone.parentNode && (gone.nodeType === Node.TEXT_NODE || !isReacts(gone)));
  const byOthers = left.filter(({ gone }) => !removedHere.has(gone));
  pair(byOthers, newcomers);
  // Translators that run as scripts of the page go the same way as React.
  pair(
    left.filter((one) => !byOthers.includes(one)),
    newcomers,
  );
}

/** Assigns to each removed node a neighbour that was added by the same change, else the next node added to the same element. */
function pair(left: Gone[], newcomers: Map<Node, Node>): void {
  const replace = (gone: Node, candidates: Iterable<Node | null>) => {
    for (const node of candidates) {
      if (!node || !newcomers.delete(node)) continue;
      standIns.set(gone, node as ChildNode);
      taken.add(node);
      return true;
    }
    return false;
  };
  const lonely = left.filter(
    ({ gone, record }) => !replace(gone, [...record.addedNodes, record.previousSibling, record.nextSibling]),
  );
  for (const { gone, record } of lonely) {
    const inside = [...newcomers].filter(([, parent]) => parent === record.target).map(([node]) => node);
    if (!replace(gone, inside)) places.set(gone, { parent: record.target, next: record.nextSibling });
  }
}

/** Makes the DOM's calls tolerant of translators. For once, before React starts. */
export function tolerateTranslation(): void {
  const { insertBefore, appendChild, removeChild } = Node.prototype;
  const observer = new MutationObserver(learn);
  observer.observe(document, { childList: true, subtree: true });

  /** What is shown for a node that is not in its expected place, according to the recorded changes. */
  const find = (node: Node) => {
    learn(observer.takeRecords());
    return shownFor(node);
  };
  const forget = (node: Node) => {
    standIns.delete(node);
    places.delete(node);
  };
  const remove = (node: ChildNode | undefined) => {
    if (!node) return;
    removedHere.add(node);
    node.remove();
  };
  /** A text that React moves no longer needs its replacement. */
  const release = (node: Node) => {
    if (node.nodeType !== Node.TEXT_NODE || node.parentNode) return;
    remove(find(node));
    forget(node);
    removedHere.delete(node);
  };

  Node.prototype.removeChild = function <T extends Node>(this: Node, child: T): T {
    removedHere.add(child);
    if (child.parentNode === this) return removeChild.call(this, child) as T;
    remove(find(child));
    forget(child);
    return child;
  };
  Node.prototype.appendChild = function <T extends Node>(this: Node, node: T): T {
    release(node);
    return appendChild.call(this, node) as T;
  };
  Node.prototype.insertBefore = function <T extends Node>(this: Node, node: T, before: Node | null): T {
    release(node);
    if (!before || before.parentNode === this) return insertBefore.call(this, node, before) as T;
    find(before);
    return insertBefore.call(this, node, childOf(this, before)) as T;
  };

  const { get, set } = Object.getOwnPropertyDescriptor(Node.prototype, "nodeValue") as PropertyDescriptor;
  Object.defineProperty(Text.prototype, "nodeValue", {
    configurable: true,
    get,
    set(this: Text, words: string | null) {
      if (!this.parentNode) {
        const standIn = find(this);
        const place = places.get(this);
        forget(this);
        removedHere.delete(this);
        if (standIn) {
          removedHere.add(standIn);
          standIn.replaceWith(this);
        } else if (place?.parent.isConnected) {
          insertBefore.call(place.parent, this, childOf(place.parent, place.next));
        }
      }
      set?.call(this, words);
    },
  });
}
