"use client";

import { useQueryClient } from "@tanstack/react-query";
import { PreviewsFold } from "@/components/previews/previews-fold";
import type { OwnFile } from "@/lib/products/files/schema";
import type { Dashboard } from "@/lib/sellers/schema";
import { dashboardQuery } from "./queries";

/** What people see of a file in the seller's list, which shows it again once it has changed. */
export function PreviewsOfFile({ file }: { file: OwnFile }) {
  const client = useQueryClient();
  function show(changed: OwnFile) {
    client.setQueryData(
      dashboardQuery.queryKey,
      (before: Dashboard | undefined) =>
        before && { ...before, files: before.files.map((one) => (one.id === changed.id ? changed : one)) },
    );
    void client.invalidateQueries(dashboardQuery);
  }
  return <PreviewsFold file={file} local={null} onChange={show} />;
}
