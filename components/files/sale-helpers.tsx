import { Circle, CircleCheck } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useWords } from "#i18n";
import { CoversField } from "@/components/previews/covers-field";
import { FirstPictureLater } from "@/components/sharing/part-later";
import type { OwnFile } from "@/lib/products/files/schema";
import { NameField } from "./name-field";
import type { Sold } from "./use-sold";

type Props = Pick<Sold, "file" | "sending" | "coverTrouble"> & { onChange: (file: OwnFile) => void };

/** What helps a file to sell: a name, a cover, a word about refunds. Each has a tick once it is there. */
export function SaleHelpers({ file, sending, coverTrouble, onChange }: Props) {
  const t = useWords("sell");
  const { name, refundPolicy } = file.seller;
  // Asked once, together.
  const [isNew] = useState(name === null);
  return (
    <section className="space-y-4 border-t border-line pt-5">
      <h3 className="text-lg">{t("helpsTitle")}</h3>
      <ul className="space-y-5">
        <Helper title={t("helpsName")} done={name !== null}>
          {name === null ? (
            <NameField onSaved={(saved) => onChange({ ...file, seller: { ...file.seller, name: saved } })} />
          ) : (
            <p className="text-sm text-ink-soft">
              <bdi>{name}</bdi>
            </p>
          )}
          {isNew && <FirstPictureLater />}
        </Helper>
        <Helper title={t("helpsCover")} done={file.preview?.kind === "cover"}>
          <CoversField file={file} sending={sending} trouble={coverTrouble} onChange={onChange} />
        </Helper>
        <Helper title={t("helpsRefunds")} done={refundPolicy !== null}>
          {refundPolicy === null && (
            <p className="text-sm text-ink-soft">
              {t("helpsRefundsWhy")} <a href="/dashboard/settings">{t("helpsRefundsWhere")}</a>
            </p>
          )}
        </Helper>
      </ul>
    </section>
  );
}

function Helper({ title, done, children }: { title: string; done: boolean; children: ReactNode }) {
  const t = useWords("sell");
  const Sign = done ? CircleCheck : Circle;
  return (
    <li className="flex gap-3">
      <Sign aria-hidden="true" className={`mt-0.5 size-5 shrink-0 ${done ? "text-good-ink" : "text-line-strong"}`} />
      <div className="min-w-0 flex-1 space-y-2">
        <p className="font-semibold">
          {title}
          {done && <span className="sr-only"> {t("helpsDone")}</span>}
        </p>
        {children}
      </div>
    </li>
  );
}
