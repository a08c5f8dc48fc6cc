import { useWords } from "#i18n";
import { ShortCode } from "@/components/ui/code";
import { Details } from "@/components/ui/details";
import { formatBytes } from "@/components/ui/format";
import { Time } from "@/components/ui/time";
import type { OwnFile } from "@/lib/products/files/schema";

const given = { "all-buyers": "versionForAll", "new-buyers": "versionForNew" } as const;

/** The versions of a file that was replaced. */
export function VersionList({ file }: { file: OwnFile }) {
  const t = useWords("sellers");
  const ui = useWords("ui");
  if (file.versions.length < 2) return null;
  return (
    <Details summary={t("versions", { count: file.versions.length })}>
      <ul className="space-y-3 text-sm">
        {file.versions.map((version) => (
          <li key={version.number}>
            <p>
              {t.rich(version.number > 1 ? given[version.newVersionFor] : "versionSince", {
                number: version.number,
                date: <Time iso={version.createdAt} only="day" />,
              })}
            </p>
            <p className="break-words text-ink-soft">
              {t.rich("versionFacts", {
                name: <bdi>{version.name}</bdi>,
                size: formatBytes(version.size, ui),
                sha256: <ShortCode code={version.sha256} />,
              })}
              {version.bytesGoneAt && (
                <span className="block">
                  {t.rich("deletedOn", { date: <Time iso={version.bytesGoneAt} only="day" /> })}
                </span>
              )}
            </p>
          </li>
        ))}
      </ul>
    </Details>
  );
}
