import type { Metadata } from "next";
import { PreviewFrame } from "@/components/files/preview-frame";
import { readDraft, withDraft } from "@/lib/products/files/drafts";
import { BuyersPage } from "../buyers-page";
import { showFile } from "../load-file";
import { ownFileOfPage } from "../own-page";
import { SellersView } from "../purchase";

type Props = { params: Promise<{ fileId: string }>; searchParams: Promise<{ draft?: string | string[] }> };

export const metadata: Metadata = { robots: { index: false } };

/**
 * A file's page as its buyers would see it with what its seller has typed: inside the seller's form, for that seller only. Nothing
 * is counted, and nothing can be paid.
 */
export default async function Page({ params, searchParams }: Props) {
  const { file, now } = await ownFileOfPage((await params).fileId);
  const { draft: id } = await searchParams;
  const draft = typeof id === "string" ? readDraft(file.sellerId, file.id, id, now) : null;
  const found = await showFile(draft ? withDraft(file, draft) : file, now);
  return (
    <>
      <BuyersPage of={found}>
        <SellersView info={found.info} />
      </BuyersPage>
      <PreviewFrame isMissing={typeof id === "string" && draft === null} />
    </>
  );
}
