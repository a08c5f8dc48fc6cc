import { Time } from "@/components/ui/time";
import { listDecisions } from "@/lib/decisions/list-decisions";
import { getWords } from "@/lib/i18n/get-words";
import type { FileForSale } from "@/lib/products/files/find-file";

/**
 * Why the operator stopped or closed a file, for its visitors: the ground and the date. The facts are for the seller, and for
 * those who reported it.
 */
export async function WhyClosed({ file }: { file: FileForSale }) {
  if (!file.suspendedAt && !file.withheldAt && !file.seller.suspendedAt) return null;
  const ofFile = file.suspendedAt !== null || file.withheldAt !== null;
  const on = ofFile ? ({ kind: "file", id: file.id } as const) : ({ kind: "seller", id: file.sellerId } as const);
  const decision = (await listDecisions(on)).find(({ verdict }) => verdict !== "none");
  if (!decision) return null;
  const t = await getWords("decisions");
  return (
    <p className="text-sm text-ink-soft">
      {t.rich("why", {
        ground: t(`ground_${decision.ground}`),
        date: <Time key="date" iso={decision.at} only="day" />,
      })}
    </p>
  );
}
