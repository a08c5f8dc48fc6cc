import { headers } from "next/headers";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { OperatorFrame, type Tab } from "@/components/operator/operator-frame";
import { OperatorSignIn } from "@/components/operator/operator-sign-in";
import { clientConfig } from "@/lib/client-config/client-config";
import { systemClock } from "@/lib/clock";
import { AppError } from "@/lib/errors";
import { getWords } from "@/lib/i18n/get-words";
import { PageWords } from "@/lib/i18n/page-words";
import { type OpenOperatorSession, readOperatorSession } from "@/lib/sign-in/operator-session";

/** What Next gives a page. */
export type PageProps = {
  params: Promise<Record<string, string>>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** What a page of the operator gets: parts of its path and query, repeated ones left out. */
export type OperatorRequest = {
  params: Record<string, string>;
  query: Record<string, string>;
  now: Date;
  operator: OpenOperatorSession;
};

type OperatorPageProps = PageProps & { tab: Tab; render: (request: OperatorRequest) => Promise<ReactNode> };

/**
 * A page for operators. Each checks the session by itself: Next may render a page without its layout. Nobody else gets
 * anything but the sign-in, not even whether something exists.
 */
export async function OperatorPage({ tab, render, params, searchParams }: OperatorPageProps) {
  const now = systemClock.now();
  const operator = await readOperatorSession((await headers()).get("cookie"), now);
  const request = operator && { operator, now, params: await params, query: single(await searchParams) };
  return (
    <div data-density="manager" className="mx-auto w-full max-w-5xl px-4 pt-6 sm:px-6 sm:pt-10">
      <PageWords of={["operator", "keeping", "errors", "wallets", "sell", "numbers"]}>
        {request ? (
          <OperatorFrame tab={tab} address={request.operator.address}>
            {await orNotFound(render(request))}
          </OperatorFrame>
        ) : (
          <OperatorSignIn config={clientConfig()} />
        )}
      </PageWords>
    </div>
  );
}

/** The title of every page of the operator. */
export async function operatorMetadata() {
  const t = await getWords("operator");
  return { title: t("title"), robots: { index: false, follow: false } };
}

function single(query: Record<string, string | string[] | undefined>): Record<string, string> {
  const entries = Object.entries(query).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return Object.fromEntries(entries);
}

async function orNotFound(rendering: Promise<ReactNode>): Promise<ReactNode> {
  try {
    return await rendering;
  } catch (error) {
    if (error instanceof AppError && error.status === 404) notFound();
    throw error;
  }
}
