import { useWords } from "#i18n";
import { REPORT_REASONS } from "@/lib/reports/limits";

/** What is wrong with a file, in the words of the form that the report was sent by. */
export function ReportReason({ reason }: { reason: string }) {
  const t = useWords("reports");
  const known = [...REPORT_REASONS, "copyright" as const].find((one) => one === reason);
  return known ? t(`reason_${known}`) : reason;
}
