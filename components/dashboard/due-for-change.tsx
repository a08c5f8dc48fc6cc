import type { Due } from "@/components/payments/storage/due-of";
import type { DueStorageProps } from "@/components/payments/storage/due-storage";
import { DueStorageLater } from "@/components/payments/storage/due-storage-later";

type Props = Pick<DueStorageProps, "config" | "goods" | "title" | "onPaid" | "onBack"> & {
  /** The refusal that says what is missing. */
  due: Due;
};

/** What has to be paid before a file of the seller can be changed. No price was read before. */
export function DueForChange({ due, ...props }: Props) {
  return (
    <DueStorageLater {...props} dueFor={due.code === "storage_too_short" ? "more" : "unpaid"} agreedMicroUsd={null} />
  );
}
