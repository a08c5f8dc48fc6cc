import { useWords } from "#i18n";
import { DownloadButton } from "@/components/payments/download/download-button";
import { formatBytes } from "@/components/ui/format";
import { Time } from "@/components/ui/time";
import type { OpenVersion } from "@/lib/shop/schema";

type Props = {
  fileId: string;
  /** The versions that may be downloaded, the newest first. */
  versions: OpenVersion[];
  /** The number of the purchased one. */
  boughtVersion: number | null;
  /** The number of the one that is on sale. */
  onSale: number;
};

/** The buyer's versions, if the seller has replaced the file since. Nothing if there is only one. */
export function OpenVersions({ fileId, versions, boughtVersion, onSale }: Props) {
  const [newest, ...older] = versions;
  if (!newest) return null;
  if (older.length > 0) return <Several {...{ fileId, newest, older, boughtVersion }} />;
  return newest.number === onSale ? null : <OwnVersion version={newest} />;
}

/** For new buyers only: the version shown above is not this buyer's. */
function OwnVersion({ version: { number, name, size } }: { version: OpenVersion }) {
  const t = useWords("access");
  const ui = useWords("ui");
  const facts = { number, name: <bdi className="break-all">{name}</bdi>, size: formatBytes(size, ui) };
  return <p className="rounded-md bg-sunken p-4 text-sm">{t.rich("ownVersion", facts)}</p>;
}

type SeveralProps = Pick<Props, "fileId" | "boughtVersion"> & { newest: OpenVersion; older: OpenVersion[] };

/** For earlier buyers too: they have both. */
function Several({ fileId, newest, older, boughtVersion }: SeveralProps) {
  const t = useWords("access");
  const ui = useWords("ui");
  return (
    <div className="space-y-3 rounded-md bg-sunken p-4 text-sm">
      <p>
        {t.rich("newVersion", {
          date: <Time iso={newest.createdAt} only="day" />,
          number: newest.number,
          name: <bdi className="break-all">{newest.name}</bdi>,
          size: formatBytes(newest.size, ui),
        })}
      </p>
      <ul className="space-y-2">
        {older.map(({ number, size, createdAt }) => (
          <li key={number} className="flex flex-wrap items-center justify-between gap-2">
            <span>
              {t.rich(number === boughtVersion ? "versionPaid" : "version", {
                number,
                size: formatBytes(size, ui),
                date: <Time iso={createdAt} only="day" />,
              })}
            </span>
            <DownloadButton fileId={fileId} version={number} label={t("getVersion", { number })} quiet />
          </li>
        ))}
      </ul>
    </div>
  );
}
