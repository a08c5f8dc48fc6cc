import type { Excerpt } from "@/lib/previews/facts/schema";

type Entry = NonNullable<Excerpt["entries"]>[number];

/** A folder of an archive: what is in it, folders first as they come. */
export type Folder = { name: string; folders: Folder[]; files: { name: string; bytes: number | null }[] };

/** Folders within folders beyond which the rest of a path is one name. */
const DEPTH_MAX = 8;

/** The entries of an archive as a tree. A path that ends with a slash is an empty folder. */
export function entryTree(entries: readonly Entry[]): Folder {
  const root: Folder = { name: "", folders: [], files: [] };
  const known = new Map<string, Folder>([["", root]]);
  for (const { path, bytes } of entries) {
    const steps = path.split("/").filter((step) => step !== "" && step !== ".");
    const name = path.endsWith("/") ? null : (steps.pop() ?? null);
    const below = steps.slice(0, DEPTH_MAX);
    const folder = below.reduce((parent, step, depth) => {
      const key = below.slice(0, depth + 1).join("/");
      const found = known.get(key) ?? { name: step, folders: [], files: [] };
      if (!known.has(key)) parent.folders.push(found);
      known.set(key, found);
      return found;
    }, root);
    if (name !== null) folder.files.push({ name: [...steps.slice(DEPTH_MAX), name].join("/"), bytes });
  }
  return root;
}
