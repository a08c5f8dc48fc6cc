import { BlockList } from "@/components/operator/block-list";
import { listBlocks } from "@/lib/blocks/blocks";
import { OperatorPage, operatorMetadata, type PageProps } from "../for-operators";

export const generateMetadata = operatorMetadata;

/** Blocked wallets and hashes. */
export default function Page(props: PageProps) {
  return <OperatorPage {...props} tab="blocks" render={render} />;
}

async function render() {
  return <BlockList blocks={await listBlocks()} />;
}
