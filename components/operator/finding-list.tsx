import { useWords } from "#i18n";
import { ButtonLink } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import type { ExaminedPart } from "@/lib/operator/schema";
import { Command, English } from "./attention-items";

const tones = { fault: "bad", warning: "warn", fine: "good" } as const;

/** What the doctor found, section by section. */
export function FindingList({ at, examined }: { at: string; examined: ExaminedPart[] }) {
  const t = useWords("operator");
  return (
    <section aria-labelledby="doctor" className="space-y-6">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h1 id="doctor" className="text-2xl">
          {t("tab_doctor")}
        </h1>
        <ButtonLink href="?again" look="secondary" size="sm">
          {t("examineAgain")}
        </ButtonLink>
      </div>
      <p className="text-sm text-ink-soft">
        {t.rich("examined", {
          date: <Time iso={at} only="minute" />,
          command: <Command text="npm run doctor" />,
        })}
      </p>
      {examined
        .filter(({ findings }) => findings.length > 0)
        .map(({ title, findings }) => (
          <section key={title} className="space-y-2">
            <h2 className="text-lg">
              <English>{title}</English>
            </h2>
            <ul className="space-y-2">
              {findings.map(({ code, severity, about, words, fix }) => (
                <li key={`${code} ${about} ${words}`}>
                  <Notice tone={tones[severity]}>
                    <English>
                      {about && !words.startsWith(about) ? `${about}: ` : ""}
                      {words} {severity !== "fine" && fix}
                    </English>
                  </Notice>
                </li>
              ))}
            </ul>
          </section>
        ))}
    </section>
  );
}
