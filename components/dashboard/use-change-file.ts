"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { requestJson } from "@/components/http/request";
import { retriesWhileScanned } from "@/components/uploads/wait-for-scan";
import type { OwnFile, UpdateFile } from "@/lib/products/files/schema";
import type { Dashboard } from "@/lib/sellers/schema";
import { dashboardQuery } from "./queries";

/** Changes one of the seller's files; the list shows the server's response immediately. */
export function useChangeFile(fileId: string) {
  const client = useQueryClient();
  return useMutation({
    ...retriesWhileScanned,
    mutationFn: (changes: UpdateFile) =>
      requestJson<OwnFile>(`/api/files/${fileId}`, { method: "PATCH", body: changes }),
    onSuccess(file) {
      client.setQueryData(
        dashboardQuery.queryKey,
        (before: Dashboard | undefined) =>
          before && { ...before, files: before.files.map((one) => (one.id === file.id ? file : one)) },
      );
      return client.invalidateQueries(dashboardQuery);
    },
  });
}
