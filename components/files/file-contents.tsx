import "@/components/ui/written.css";
import { useWords } from "#i18n";
import { Details } from "@/components/ui/details";
import { formatBytes } from "@/components/ui/format";
import type { Excerpt } from "@/lib/previews/facts/schema";
import type { FileInfo } from "@/lib/products/files/schema";
import { entryTree, type Folder } from "./entry-tree";

/** Entries from which an archive's folders are closed at first. */
const MANY = 30;

type Props = {
  file: Pick<FileInfo, "excerpt" | "facts">;
  /** See `renderReadme`. */
  readme: string;
};

/** What an archive or a book has inside, as far as its seller shows that. Folds without script. */
export function FileContents({ file: { excerpt, facts }, readme }: Props) {
  const t = useWords("shown");
  const { entries = [], chapters = [] } = excerpt;
  if (entries.length === 0 && !readme && chapters.length === 0) return null;
  const files = facts?.kind === "archive" ? facts.files : null;
  return (
    <section className="divide-y divide-line border-y border-line [&_details[open]]:pb-4">
      {readme && (
        <Details summary={t("readme")}>
          {/* biome-ignore lint/security/noDangerouslySetInnerHtml: renderReadme lets no HTML of the text through */}
          <div lang="" className="written text-sm" dangerouslySetInnerHTML={{ __html: readme }} />
        </Details>
      )}
      {entries.length > 0 && (
        <Details summary={t("entries")}>
          <div className="text-sm wrap-anywhere" lang="" translate="no" dir="auto">
            <Inside folder={entryTree(entries)} open={entries.length < MANY} />
          </div>
          {excerpt.hasMore && <More entries={entries} files={files} />}
        </Details>
      )}
      {chapters.length > 0 && (
        <Details summary={t("contents")}>
          <ol lang="" className="text-sm wrap-anywhere">
            {chapters.map(({ title, depth }, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: titles repeat, and nothing moves
              <li key={at} dir="auto" style={depth > 0 ? { paddingInlineStart: `${depth * 1.25}rem` } : undefined}>
                {title}
              </li>
            ))}
          </ol>
        </Details>
      )}
    </section>
  );
}

function More({ entries, files }: { entries: NonNullable<Excerpt["entries"]>; files: number | null }) {
  const t = useWords("shown");
  const rest = (files ?? 0) - entries.filter(({ path }) => !path.endsWith("/")).length;
  return <p className="text-xs text-ink-soft">{rest > 0 ? t("entriesMoreOf", { count: rest }) : t("entriesMore")}</p>;
}

/** As an attribute: most pages show no archive, and need no rules for one. */
const below = { marginInlineStart: "0.4rem", borderInlineStart: "1px solid var(--line)", paddingInlineStart: "0.9rem" };

function Inside({ folder: { name, folders, files }, open }: { folder: Folder; open: boolean }) {
  const ui = useWords("ui");
  return (
    <ul style={name === "" ? undefined : below}>
      {folders.map((one) => (
        <li key={`/${one.name}`}>
          <details open={open}>
            <summary className="min-h-6 py-1">
              <bdi className="font-semibold">{one.name}</bdi>
            </summary>
            <Inside folder={one} open={open} />
          </details>
        </li>
      ))}
      {files.map((file, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an archive may have two of one name, and nothing moves
        <li key={at} className="flex justify-between gap-3">
          <bdi>{file.name}</bdi>
          {file.bytes !== null && <span className="shrink-0 text-xs text-ink-soft">{formatBytes(file.bytes, ui)}</span>}
        </li>
      ))}
    </ul>
  );
}
