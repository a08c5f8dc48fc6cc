"use client";

import { useQueryClient } from "@tanstack/react-query";
import { CoverField } from "@/components/files/cover-field";
import type { OwnFile } from "@/lib/products/files/schema";
import { dashboardQuery } from "./queries";

/** A file's cover in the seller's list, which shows it again once it has changed. */
export function CoverOfFile({ file }: { file: OwnFile }) {
  const client = useQueryClient();
  return <CoverField file={file} terse onChange={() => void client.invalidateQueries(dashboardQuery)} />;
}
