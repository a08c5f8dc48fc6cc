"use client";

import { useQueryClient } from "@tanstack/react-query";
import { PreviewsFold } from "@/components/previews/previews-fold";
import type { OwnFile } from "@/lib/products/files/schema";
import { changesWithSales, ownFileQuery } from "./queries";

/** What people see of a file on the seller's page, which shows it again once it has changed. */
export function PreviewsOfFile({ file }: { file: OwnFile }) {
  const client = useQueryClient();
  function show(changed: OwnFile) {
    client.setQueryData(ownFileQuery(changed.id).queryKey, changed);
    void client.invalidateQueries(changesWithSales);
  }
  return <PreviewsFold file={file} local={null} onChange={show} />;
}
