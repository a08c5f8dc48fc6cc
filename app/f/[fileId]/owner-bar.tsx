import { useWords } from "#i18n";
import type { FileInfo } from "@/lib/products/files/schema";

/** Where a seller tries out how a file is bought. */
export const testPath = (fileId: string) => `/f/${fileId}/test`;

/** Where a seller changes a file. */
const editPath = (fileId: string) => `/dashboard/files/${fileId}`;

type Props = { info: Pick<FileInfo, "id" | "state" | "free">; isTest?: boolean };

/** For the seller only, above the page that buyers see: that it is theirs, and what they can do. */
export function OwnerBar({ info, isTest = false }: Props) {
  const t = useWords("owner");
  const canTest = info.state === "on-sale" && !info.free && !isTest;
  return (
    <aside aria-label={t("bar")} className="border-y border-line bg-sunken text-sm">
      <div className="mx-auto flex max-w-5xl flex-wrap items-center gap-x-4 px-4 py-1 sm:px-6">
        <p className="py-2">{t(isTest ? "testing" : "viewing")}</p>
        <nav aria-label={t("links")} className="flex flex-wrap gap-x-4">
          <BarLink href={editPath(info.id)}>{t("edit")}</BarLink>
          {canTest && <BarLink href={testPath(info.id)}>{t("test")}</BarLink>}
          {isTest && <BarLink href={`/f/${info.id}`}>{t("endTest")}</BarLink>}
        </nav>
      </div>
    </aside>
  );
}

function BarLink({ href, children }: { href: string; children: string }) {
  return (
    <a href={href} className="flex min-h-11 items-center font-semibold underline underline-offset-4">
      {children}
    </a>
  );
}
