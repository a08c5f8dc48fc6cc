import { BundleMembers } from "@/components/files/bundle-members";
import { readPreviews } from "@/lib/previews/read-previews";
import type { BundleMember } from "@/lib/products/bundles/read-members";
import type { BundleInfo } from "@/lib/products/bundles/schema";

type Props = { members: readonly BundleMember[]; bundle: BundleInfo };

/** What is in a bundle, with what each file shows of itself. A file that the operator has closed shows nothing. */
export async function Bundle({ members, bundle }: Props) {
  const shownOf = await readPreviews(members.map(toShowing));
  const shown = members.map((member, at) => {
    const info = bundle.members[at];
    const { facts, preview } = shownOf(toShowing(member));
    const isOpen = info?.closed !== "withheld";
    return info ? [{ ...info, facts: isOpen ? facts : null, preview: isOpen ? preview : null }] : [];
  });
  return <BundleMembers members={shown.flat()} />;
}

const toShowing = ({ fileId, partId, file }: BundleMember) => ({ ...file, id: fileId, version: { id: partId } });
