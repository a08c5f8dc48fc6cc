import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { SellerView } from "@/components/sellers/seller-view";
import { systemClock } from "@/lib/clock";
import { followHandle } from "@/lib/links/follow-link";
import { renderDescription } from "@/lib/markdown/render-description";
import { readSellerPage } from "@/lib/sellers/seller-page";
import { accentStyle } from "@/lib/settings/accent";
import { sellerMetadata } from "./metadata";

type Props = { params: Promise<{ seller: string }>; searchParams: Promise<{ before?: string | string[] }> };

/** The head and the page need the same seller: one lookup. */
const load = cache(async (handle: string, before: string | undefined) => {
  const found = await followHandle(handle);
  return found && { path: found.path, page: await readSellerPage(found.sellerId, systemClock.now(), before) };
});

async function loadFrom({ params, searchParams }: Props) {
  const [{ seller }, { before }] = await Promise.all([params, searchParams]);
  const last = typeof before === "string" ? before : undefined;
  const handle = decoded(seller);
  return { handle, last, found: handle === null ? null : await load(handle, last) };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { found } = await loadFrom(props);
  return found?.page ? sellerMetadata(found.page) : {};
}

/** `/s/{seller}`: a seller, and the files that the seller lists. An earlier handle leads to the page as it is named now. */
export default async function Page(props: Props) {
  const { handle, last, found } = await loadFrom(props);
  if (!found?.page || handle === null) notFound();
  const { page } = found;
  if (page.path !== `/s/${encodeURIComponent(handle)}`) redirect(page.path);
  const { accent, words, older, files } = page;
  const html = renderDescription(words ?? "");
  return (
    <div className="accented" style={accent === null ? undefined : accentStyle(accent)}>
      <SellerView
        {...page}
        picture={page.picture && new URL(page.picture).pathname + new URL(page.picture).search}
        words={html.start + (html.rest ?? "")}
        older={older ? `${page.path}?before=${files.at(-1)?.id}` : null}
        first={last === undefined}
      />
    </div>
  );
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
