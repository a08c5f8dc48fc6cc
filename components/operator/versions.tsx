import { useWords } from "#i18n";
import { Badge } from "@/components/ui/badge";
import { Copyable } from "@/components/ui/copyable";
import { formatBytes } from "@/components/ui/format";
import { Time } from "@/components/ui/time";
import type { OperatorVersion } from "@/lib/operator/schema";
import { BlockForm } from "./block-form";

/** The bytes of a file, version by version, each with its hash. */
export function Versions({ versions }: { versions: OperatorVersion[] }) {
  const t = useWords("operator");
  const ui = useWords("ui");
  return (
    <section aria-labelledby="versions" className="space-y-3">
      <h2 id="versions" className="text-xl">
        {t("versions")}
      </h2>
      <ul className="space-y-3">
        {versions.map((version) => (
          <li
            key={version.number}
            className="space-y-2 rounded-lg border border-line bg-surface p-4 text-sm shadow-lift"
          >
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <bdi className="font-semibold break-all">{version.name}</bdi>
              <span className="text-ink-soft">
                <bdi>{version.mediaType}</bdi> · {formatBytes(version.size, ui)} ·{" "}
                <Time iso={version.createdAt} only="day" />
              </span>
              {version.bytesGoneAt && <Badge>{t("bytesGone")}</Badge>}
              {version.isBlocked && <Badge tone="bad">{t("blocked")}</Badge>}
            </div>
            <Copyable text={version.sha256} copyLabel={t("copyHash")} />
            {!version.isBlocked && <BlockForm kind="hash" value={version.sha256} />}
          </li>
        ))}
      </ul>
    </section>
  );
}
