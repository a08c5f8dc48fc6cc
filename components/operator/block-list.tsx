import { useWords } from "#i18n";
import { ShortCode } from "@/components/ui/code";
import { Time } from "@/components/ui/time";
import type { Block } from "@/lib/blocks/schema";
import { ActButton } from "./act-button";
import { BlockForm } from "./block-form";
import { Table } from "./table";
import { Who } from "./who";

/** Blocked wallets and hashes. */
export function BlockList({ blocks }: { blocks: Block[] }) {
  const t = useWords("operator");
  const head = [t("blocked"), t("kind"), t("reason"), t("doneBy"), t("since"), t("act")];
  const rows = blocks.map(({ id, kind, value, reason, by, createdAt }) => ({
    key: id,
    cells: [
      <ShortCode key="value" code={value} start={10} end={8} />,
      t(`what_${kind}`),
      <bdi key="reason">{reason}</bdi>,
      <Who key="by" by={by} />,
      <Time key="since" iso={createdAt} only="day" />,
      <ActButton key="act" method="DELETE" path={`/api/operator/blocks/${id}`}>
        {t("unblock")}
      </ActButton>,
    ],
  }));
  return (
    <section aria-labelledby="blocks" className="space-y-4">
      <h1 id="blocks" className="text-2xl">
        {t("tab_blocks")}
      </h1>
      <div className="flex flex-wrap gap-2">
        <BlockForm kind="wallet" />
        <BlockForm kind="hash" />
      </div>
      <Table head={head} rows={rows} empty={t("nothingBlocked")} />
    </section>
  );
}
