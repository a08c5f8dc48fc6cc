import { useState } from "react";

/** Which of the rows on the page are selected. Rows that are no longer shown do not count. */
export function useSelection(shown: readonly string[]) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const selected = shown.filter((id) => chosen.has(id));
  return {
    selected,
    isAll: shown.length > 0 && selected.length === shown.length,
    has: (id: string) => chosen.has(id),
    toggle(id: string) {
      const next = new Set(chosen);
      if (!next.delete(id)) next.add(id);
      setChosen(next);
    },
    set: (ids: readonly string[]) => setChosen(new Set(ids)),
  };
}

export type Selection = ReturnType<typeof useSelection>;
