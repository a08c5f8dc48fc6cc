import "@/components/files/file-page.css";
import type { ReactNode } from "react";
import { FileDescription } from "@/components/files/file-description";
import { FileDetails } from "@/components/files/file-details";
import { FileHeader } from "@/components/files/file-header";
import { KeptLine } from "@/components/files/kept-line";
import { SellerLine } from "@/components/files/seller-line";
import { Card } from "@/components/ui/card";
import { clientConfig } from "@/lib/client-config/client-config";
import { renderDescription } from "@/lib/markdown/render-description";
import { renderReadme } from "@/lib/markdown/render-readme";
import { accentStyle } from "@/lib/settings/accent";
import { DisplayFace } from "../../fonts/display-face";
import { Bundle } from "./bundle";
import type { LoadedFile } from "./load-file";
import { WhyClosed } from "./why-closed";

type Props = {
  of: LoadedFile;
  /** What is to be said before the price, such as how an earlier purchase ended. */
  before?: ReactNode;
  /** The price and what this visitor can do. */
  children: ReactNode;
};

/**
 * A file as its buyers see it: the file and what the seller says, and beside it, or below, the price and Pay. Its seller sees the
 * same, also of what is not saved yet.
 */
export function BuyersPage({ of: { file, info, shown }, before, children }: Props) {
  const config = clientConfig();
  const { accent } = file.seller;
  return (
    <div className="file-page group/file accented" style={accent === null ? undefined : accentStyle(accent)}>
      <DisplayFace title={info.title} />
      <FileHeader file={info} sampleFrom={shown.showing.sampleFrom} />
      {info.description && <FileDescription html={renderDescription(info.description)} />}
      {file.members && info.bundle && <Bundle members={file.members} bundle={info.bundle} />}
      <Card className="file-buy space-y-5 sm:p-6!">
        <SellerLine seller={info.seller} />
        {before}
        {children}
        <WhyClosed file={file} />
        <KeptLine info={info} config={config} />
      </Card>
      <FileDetails file={info} readme={renderReadme(info.excerpt.readme ?? "")} config={config} />
    </div>
  );
}
