"use client";

import { useQuery } from "@tanstack/react-query";
import { useSeller } from "@/components/dashboard/frame/seller-context";
import { GiftLinks } from "@/components/dashboard/gift-links";
import { ownFileQuery, saleQuery } from "@/components/dashboard/queries";
import { RefundSale } from "@/components/dashboard/refund-sale";
import { ReplaceFile } from "@/components/dashboard/replace-file";
import { Spinner } from "@/components/ui/spinner";

/** A refund, a new version and a gift, as they are elsewhere: each in a dialog of its own. */
export function ComplaintTools({ paymentId, fileId }: { paymentId: string; fileId: string }) {
  const { config, limits } = useSeller();
  const { data: sale, isPending: isSalePending } = useQuery(saleQuery(paymentId));
  const { data: file, isPending: isFilePending } = useQuery(ownFileQuery(fileId));
  return (
    <div className="flex flex-wrap items-center gap-2">
      {(isSalePending || isFilePending) && <Spinner />}
      {sale && <RefundSale sale={sale} config={config} />}
      {file && file.state !== "removed" && file.state !== "withheld" && (
        <>
          <ReplaceFile file={file} limits={limits} config={config} />
          <GiftLinks file={file} />
        </>
      )}
    </div>
  );
}
