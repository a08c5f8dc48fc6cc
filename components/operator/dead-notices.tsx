import { useWords } from "#i18n";
import { Time } from "@/components/ui/time";
import type { DeadLetter } from "@/lib/notices/schema";
import type { Page } from "@/lib/operator/schema";
import { ActButton } from "./act-button";
import { English } from "./attention-items";
import { OlderLink } from "./list-tools";
import { Table } from "./table";

type Props = { page: Page<DeadLetter>; waiting: number };

/** Messages that could not be delivered, each with a way to try again. */
export function DeadNotices({ page, waiting }: Props) {
  const t = useWords("operator");
  const head = [t("notice"), t("channel"), t("recipient"), t("attempts"), t("lastError"), t("time"), t("act")];
  const rows = page.rows.map((one) => ({
    key: one.id,
    cells: [
      <bdi key="kind" translate="no" className="font-mono">
        {one.kind}
      </bdi>,
      <bdi key="channel">{one.channel}</bdi>,
      <bdi key="recipient" className="break-all">
        {one.recipient}
      </bdi>,
      one.attempts,
      one.error ? <English key="error">{one.error}</English> : "–",
      <Time key="time" iso={one.at} only="minute" />,
      <ActButton key="act" method="POST" path={`/api/operator/notices/${one.id}/retry`}>
        {t("retry")}
      </ActButton>,
    ],
  }));
  return (
    <section aria-labelledby="notices" className="space-y-4">
      <h1 id="notices" className="text-2xl">
        {t("tab_notices")}
      </h1>
      <p className="text-sm text-ink-soft">{t("noticesWaiting", { count: waiting })}</p>
      <Table head={head} rows={rows} empty={t("noDeadNotices")} />
      <OlderLink before={page.before} />
    </section>
  );
}
