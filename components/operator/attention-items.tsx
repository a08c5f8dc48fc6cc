import type { ReactNode } from "react";
import { useWords } from "#i18n";
import { formatBytes } from "@/components/ui/format";
import { Money } from "@/components/ui/money";
import { Notice } from "@/components/ui/notice";
import { Time } from "@/components/ui/time";
import { parseUsd } from "@/lib/money";
import type { Attention } from "@/lib/operator/schema";

/** Where something is looked at, or done. */
const places: Partial<Record<Attention["kind"], string>> = {
  reports: "/operator/reports",
  appeals: "/operator/reports#appeals",
  "dead-notices": "/operator/notices",
  "storage-owed": "/operator/storage?which=owed",
  "job-failing": "/operator/jobs",
  doctor: "/operator/doctor",
};

/** What waits for the operator, each with what to do. */
export function AttentionItems({ attention }: { attention: Attention[] }) {
  const t = useWords("operator");
  return (
    <ul className="space-y-2">
      {attention.map((one) => {
        const place = places[one.kind];
        return (
          <li key={JSON.stringify(one)}>
            <Notice tone={one.tone}>
              <Words one={one} />
              {place && (
                <a href={place} className="ms-2 font-semibold whitespace-nowrap underline underline-offset-2">
                  {t("look")}
                </a>
              )}
            </Notice>
          </li>
        );
      })}
    </ul>
  );
}

function Words({ one }: { one: Attention }): ReactNode {
  const t = useWords("operator");
  const ui = useWords("ui");
  switch (one.kind) {
    case "reports":
      return t("wait_reports", { count: one.count });
    case "appeals":
      return t("wait_appeals", { count: one.count });
    case "dead-notices":
      return t("wait_deadNotices", { count: one.count });
    case "restore-unconfirmed":
      return t.rich("wait_restore", { command: <Command text="npm run restore -- --confirm" /> });
    case "settlements-stuck":
      return t.rich("wait_stuck", { count: one.count, date: <Time iso={one.since} only="minute" /> });
    case "gas-empty":
      return t("wait_gasEmpty", { network: one.network });
    case "gas-low":
      return t("wait_gasLow", { network: one.network, count: one.sales });
    case "disk-full":
      return t("wait_diskFull", { size: formatBytes(one.bytes, ui) });
    case "disk-low":
      return t("wait_diskLow", { size: formatBytes(one.bytes, ui) });
    case "storage-owed":
      return t.rich("wait_storageOwed", { count: one.count, amount: <Money microUsd={parseUsd(one.amount) ?? 0n} /> });
    case "found-waiting":
      return t.rich("wait_found", { count: one.count, command: <Command text="npm run restore -- --list-found" /> });
    case "job-failing":
      return t.rich("wait_job", { job: <Command text={one.job} /> });
    case "doctor":
      return <English>{one.words}</English>;
  }
}

/** A command, or the name of something in the program. */
export function Command({ text }: { text: string }) {
  return (
    <code dir="ltr" translate="no" className="font-mono text-[0.92em]">
      {text}
    </code>
  );
}

/** Findings of the doctor are for operators and in English, as on the command line. */
export function English({ children }: { children: ReactNode }) {
  return (
    <span lang="en" dir="ltr" className="block text-start wrap-anywhere">
      {children}
    </span>
  );
}
