import type { Dashboard } from "@/lib/creators/schema";
import { Notice } from "../ui/notice";
import { Time } from "../ui/time";
import { needsAttention } from "./attention";

/** What needs the seller's attention; nothing at all when nothing does. */
export function AttentionList({ files, sales }: Pick<Dashboard, "files" | "sales">) {
  const found = needsAttention({ files, sales }, Date.now());
  if (found.length === 0) return null;
  return (
    <section aria-label="Needs attention" className="space-y-3">
      {found.map((one) =>
        one.kind === "slow-payment" ? (
          <Notice
            key={one.sale.paymentId}
            tone="warn"
            title={
              <>
                A payment for <bdi>{one.sale.fileTitle}</bdi> has been confirming since <Time iso={one.sale.at} />.
              </>
            }
          >
            <p>We keep asking the network. The buyer will not be charged twice.</p>
          </Notice>
        ) : (
          <Notice
            key={one.file.id}
            title={
              <>
                <bdi>{one.file.title}</bdi> is on sale until <Time iso={one.file.onSaleUntil} />.
              </>
            }
          />
        ),
      )}
    </section>
  );
}
