import { formatBytes } from "@/commands/pay/format-bytes";
import type { Written } from "@/lib/backup/write-backup";

/** What was written, for people. */
export function describe({ folder, rows, files, goneSince, faults, pruned, pruneProblem }: Written): string {
  const lines = [
    `Backup: ${folder}`,
    `${rows} rows. ${files.all} files, ${formatBytes(files.bytes)}, of which ${files.copied.files} are new (${formatBytes(files.copied.bytes)}).`,
  ];
  if (goneSince.length > 0) lines.push(`${goneSince.length} files were deleted in the shop meanwhile.`);
  for (const { storageKey, table, fault } of faults) {
    lines.push(`The shop itself has ${fault === "missing" ? "lost" : "a damaged copy of"} ${storageKey} (${table}).`);
  }
  if (pruned && pruned.backups.length > 0) {
    lines.push(
      `Deleted: ${pruned.backups.join(", ")}, and ${pruned.files} files that no other backup has (${formatBytes(pruned.bytes)}).`,
    );
  }
  if (pruneProblem) lines.push(`Old backups were not deleted: ${pruneProblem}`);
  return lines.join("\n");
}

/** The same, for programs. */
export function toJson({ name, folder, rows, files, goneSince, faults, pruned, pruneProblem }: Written) {
  return { name, folder, rows, files, goneSince, faults, deleted: pruned, notDeleted: pruneProblem };
}
