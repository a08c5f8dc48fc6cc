"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { requestJson } from "@/components/http/request";
import { retriesWhileScanned } from "@/components/uploads/wait-for-scan";
import type { OwnFile, UpdateFile } from "@/lib/products/files/schema";
import type { FilesPage } from "@/lib/sellers/files/schema";
import { changesWithSales, everyFilesPage, ownFileQuery } from "./queries";

/** Changes one of the seller's files; the page shows the server's response immediately. */
export function useChangeFile(fileId: string) {
  const client = useQueryClient();
  return useMutation({
    ...retriesWhileScanned,
    mutationFn: (changes: UpdateFile) =>
      requestJson<OwnFile>(`/api/files/${fileId}`, { method: "PATCH", body: changes }),
    onSuccess(file) {
      client.setQueryData(ownFileQuery(fileId).queryKey, file);
      client.setQueriesData<FilesPage>(everyFilesPage, (page) => page && withChanged(page, file));
      return client.invalidateQueries(changesWithSales);
    },
  });
}

/** The page with what has changed about one of its files, in the same order until it is read again. */
function withChanged(
  page: FilesPage,
  { id, title, state, paused, listed, price, free, saleEndsAt }: OwnFile,
): FilesPage {
  const changed = { title, state, paused, listed, price, free, saleEndsAt };
  return { ...page, files: page.files.map((row) => (row.id === id ? { ...row, ...changed } : row)) };
}
