import type { Dashboard } from "@/lib/creators/schema";
import type { DateRules } from "../files/sell-draft";
import { Notice } from "../ui/notice";
import { Time } from "../ui/time";
import { type Attention, needsAttention } from "./attention";
import { EditDates } from "./edit-dates";

type Props = Pick<Dashboard, "files" | "sales"> & { rules: DateRules };

/** What needs the seller's attention; nothing at all when nothing does. */
export function AttentionList({ files, sales, rules }: Props) {
  const found = needsAttention({ files, sales }, Date.now());
  if (found.length === 0) return null;
  return (
    <section aria-label="Needs attention" className="space-y-3">
      {found.map((one) => (
        <One key={one.kind === "slow-payment" ? one.sale.paymentId : one.file.id} one={one} rules={rules} />
      ))}
    </section>
  );
}

function One({ one, rules }: { one: Attention; rules: DateRules }) {
  switch (one.kind) {
    case "slow-payment":
      return (
        <Notice
          tone="warn"
          title={
            <>
              A payment for <bdi>{one.sale.fileTitle}</bdi> has been confirming since <Time iso={one.sale.at} />.
            </>
          }
        >
          <p>We keep asking the network. The buyer will not be charged twice.</p>
        </Notice>
      );
    case "deleted-soon":
      return (
        <Notice
          tone="warn"
          title={
            <>
              <bdi>{one.file.title}</bdi> will be deleted on <Time iso={one.file.storedUntil} />.
            </>
          }
        >
          <p>Its sale has ended. Prolong it to keep the file.</p>
          <EditDates file={one.file} rules={rules} label="Prolong" />
        </Notice>
      );
    case "ending-soon":
      return (
        <Notice
          title={
            <>
              <bdi>{one.file.title}</bdi> is on sale until <Time iso={one.file.onSaleUntil} />.
            </>
          }
        >
          <EditDates file={one.file} rules={rules} label="Prolong" />
        </Notice>
      );
  }
}
