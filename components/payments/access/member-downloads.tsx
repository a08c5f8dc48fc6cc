import { useWords } from "#i18n";
import { DownloadButton } from "@/components/payments/download/download-button";
import { formatBytes } from "@/components/ui/format";
import type { OpenMember } from "@/lib/products/bundles/schema";

type Props = {
  fileId: string;
  /** In My purchases: its payment. */
  paymentId?: string;
  /** Of the bundle. */
  version: number;
  members: readonly OpenMember[];
};

/** Each file of a bundle that was bought, to be downloaded alone. */
export function MemberDownloads({ members, ...bundle }: Props) {
  const t = useWords("bundles");
  const ui = useWords("ui");
  return (
    <section className="space-y-2">
      <h3 className="text-sm font-semibold">{t("oneByOne")}</h3>
      <ul className="divide-y divide-line border-y border-line text-sm">
        {members.map(({ fileId: member, name, size, closed }) => (
          <li key={member} className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 py-2">
            <p className="min-w-0 flex-1 basis-40 wrap-anywhere">
              <bdi>{name}</bdi> <span className="text-ink-soft">{formatBytes(size, ui)}</span>
            </p>
            {closed ? (
              <p className="text-ink-soft">{t(`closed_${closed}`)}</p>
            ) : (
              <DownloadButton {...bundle} member={member} label={t("getIt")} name={t("getOne", { name })} quiet />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
