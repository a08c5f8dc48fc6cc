import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";

type Props = {
  head: string[];
  rows: { key: string; cells: ReactNode[] }[];
  /** Instead of a table without rows. */
  empty: string;
};

/** A table on wide screens; on a phone each row is a card, its first cell the title. */
export function Table({ head, rows, empty }: Props) {
  if (rows.length === 0) {
    return (
      <Card className="text-center text-ink-soft">
        <p>{empty}</p>
      </Card>
    );
  }
  return (
    <div className="overflow-x-auto rounded-lg border border-line bg-surface shadow-lift">
      <table className="block w-full text-sm md:table">
        <thead className="sr-only md:not-sr-only md:table-header-group">
          <tr className="border-b border-line text-xs text-ink-soft [&_th]:px-4 [&_th]:py-2.5 [&_th]:text-start [&_th]:font-medium">
            {head.map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="block divide-y divide-line md:table-row-group">
          {rows.map(({ key, cells }) => (
            <tr key={key} className="block space-y-1 p-4 md:table-row md:p-0 md:[&_td]:px-4 md:[&_td]:py-3">
              {cells.map((cell, at) => (
                <td key={head[at]} className={cellClass(at)}>
                  {at > 0 && (
                    <span aria-hidden="true" className="shrink-0 text-xs text-ink-soft md:hidden">
                      {head[at]}
                    </span>
                  )}
                  <span className="min-w-0 wrap-anywhere">{cell}</span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function cellClass(at: number): string {
  const wide = "md:table-cell md:align-top";
  return at === 0 ? `block font-semibold md:font-normal ${wide}` : `flex items-baseline justify-between gap-4 ${wide}`;
}
