import { useWords } from "#i18n";
import { ButtonLink } from "@/components/ui/button";
import { formatBytes } from "@/components/ui/format";
import type { MemberInfo } from "@/lib/products/bundles/schema";

/** The files of a bundle without a price, as plain links. */
export function FreeMembers({ fileId, members }: { fileId: string; members: readonly MemberInfo[] }) {
  const t = useWords("bundles");
  const ui = useWords("ui");
  return (
    <ul className="divide-y divide-line border-y border-line text-sm">
      {members.map(({ fileId: member, name, size }) => (
        <li key={member} className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 py-2">
          <p className="min-w-0 flex-1 basis-40 wrap-anywhere">
            <bdi>{name}</bdi> <span className="text-ink-soft">{formatBytes(size, ui)}</span>
          </p>
          <ButtonLink href={`/api/files/${fileId}?member=${member}`} download look="secondary" size="sm">
            {t("getIt")}
            <span className="sr-only"> {name}</span>
          </ButtonLink>
        </li>
      ))}
    </ul>
  );
}
