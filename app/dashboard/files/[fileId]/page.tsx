import { FileTab } from "@/components/dashboard/file/file-tab";
import { PageWords } from "@/lib/i18n/page-words";
import { tabMetadata } from "../../tab-metadata";

export const generateMetadata = tabMetadata("tab_files");

/** One file. */
export default async function Page({ params }: { params: Promise<{ fileId: string }> }) {
  const { fileId } = await params;
  return (
    <PageWords
      of={[
        "editing",
        "access",
        "fields",
        "gifts",
        "receipts",
        "uploads",
        "troubles",
        "previews",
        "embeds",
        "facts",
        "storage",
        "numbers",
      ]}
    >
      <FileTab fileId={fileId} />
    </PageWords>
  );
}
