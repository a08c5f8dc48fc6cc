import type { ReactNode } from "react";
import { useWords } from "#i18n";
import { EndDate } from "@/components/ui/end-date";
import { Time } from "@/components/ui/time";
import type { FileInfo } from "@/lib/products/files/schema";
import { factRows } from "./fact-rows";
import { saysKept } from "./kept-line";

/**
 * What a buyer may want to know about the file besides its kind and size, which are at its title: what is in it, then its dates.
 * Those that the card with the price says are not said again: the end of the sale, and until when the file is kept for money.
 */
export function FileFacts({ file }: { file: FileInfo }) {
  const t = useWords("page");
  const files = useWords("files");
  const rows = factRows(file.facts, useWords("shown"), useWords("facts"));
  const { version, versionCreatedAt } = file;
  return (
    <section className="space-y-3">
      <h2 className="text-lg">{t("about")}</h2>
      <dl className="grid gap-x-6 gap-y-3 text-sm sm:grid-cols-2 [&_dt]:text-xs [&_dt]:text-ink-soft">
        <Fact name={files("fileName")}>
          <bdi className="break-all">{file.name}</bdi>
        </Fact>
        {rows.map(({ name, value }) => (
          <Fact key={name} name={name}>
            <bdi className="wrap-anywhere">{value}</bdi>
          </Fact>
        ))}
        <Fact name={t(version > 1 ? "version" : "published")}>
          {version > 1 ? (
            t.rich("versionSince", { number: version, day: <Time iso={versionCreatedAt} only="day" /> })
          ) : (
            <Time iso={file.createdAt} only="day" />
          )}
        </Fact>
        {!saysKept(file) && (
          <Fact name={files(file.bytesGoneAt ? "deleted" : "storedUntil")}>
            <EndDate iso={file.storedUntil} />
          </Fact>
        )}
      </dl>
    </section>
  );
}

export function Fact({ name, children }: { name: ReactNode; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
