import type { ReactNode } from "react";

/** The heading of a tab, with what can be done on all of it. */
export function TabTitle({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <h1 className="text-2xl">{children}</h1>
      {action}
    </div>
  );
}
