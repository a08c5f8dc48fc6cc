import type { OwnFile } from "@/lib/files/schema";
import { ShortCode } from "../ui/code";
import { Details } from "../ui/details";
import { formatBytes } from "../ui/format";
import { Time } from "../ui/time";

const given = { "all-buyers": "for all buyers", "new-buyers": "for new buyers" };

/** What a file was and is, once it was replaced. */
export function VersionList({ file }: { file: OwnFile }) {
  if (file.versions.length < 2) return null;
  return (
    <Details summary={`${file.versions.length} versions`}>
      <ul className="space-y-3 text-sm">
        {file.versions.map((version) => (
          <li key={version.number}>
            <p>
              Version {version.number}
              {version.number > 1 && `, ${given[version.newVersionFor]}`}, since{" "}
              <Time iso={version.createdAt} only="day" />
            </p>
            <p className="break-words text-ink-soft">
              <bdi>{version.name}</bdi>, {formatBytes(version.size)}, SHA-256 <ShortCode code={version.sha256} />
              {version.bytesGoneAt && (
                <>
                  , deleted on <Time iso={version.bytesGoneAt} only="day" />
                </>
              )}
            </p>
          </li>
        ))}
      </ul>
    </Details>
  );
}
