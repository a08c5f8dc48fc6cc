"use client";

import { type ReactNode, useEffect, useState } from "react";
import { useWords } from "#i18n";
import { Button } from "./button";
import { reloadOnce, type WhyMissing, whyMissing } from "./missing-part";
import { Notice } from "./notice";

/** Why a part could not be loaded; null until that is known. */
export function useWhyMissing(error: unknown): WhyMissing | null {
  const [why, setWhy] = useState<WhyMissing | null>(null);
  useEffect(() => {
    let wanted = true;
    setWhy(null);
    if (error) void whyMissing(error).then((found) => wanted && setWhy(found));
    return () => {
      wanted = false;
    };
  }, [error]);
  return why;
}

type Props = {
  /** What the `import()` threw. */
  error: unknown;
  /** True where nothing is lost by loading the page again: then it happens by itself, once. */
  reloads?: boolean;
  /** Shown when the connection is to blame. */
  title: string;
  children?: ReactNode;
};

/** A part of the page that could not be loaded: for want of a connection, or because the server was updated meanwhile. */
export function PartMissing({ error, reloads = false, title, children }: Props) {
  const why = useWhyMissing(error);
  if (why === "update") return <Updated reloads={reloads} />;
  return (
    <Notice role="alert" tone="bad" title={title}>
      {children}
    </Notice>
  );
}

/** Says that the page is older than the server, and loads it again. */
export function Updated({ reloads = false }: { reloads?: boolean }) {
  const t = useWords("ui");
  const [coming, setComing] = useState(reloads);
  useEffect(() => {
    if (!reloads) return;
    const stop = reloadOnce();
    setComing(stop !== null);
    return stop ?? undefined;
  }, [reloads]);
  return (
    <Notice role="alert" tone="warn" title={t("updatedTitle")}>
      {coming ? <p>{t("updatedReloading")}</p> : <p>{t("updatedReload")}</p>}
      {!coming && (
        <Button size="sm" onClick={() => location.reload()}>
          {t("reload")}
        </Button>
      )}
    </Notice>
  );
}
