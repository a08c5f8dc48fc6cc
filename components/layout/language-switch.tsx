"use client";

import { usePathname, useSearchParams } from "next/navigation";
import type { FormEvent } from "react";
import { type Locale, localeNames, locales } from "@/lib/i18n/locales";

/** A plain form, so that it works without scripts. Comes back to the same page. */
export function LanguageSwitch({ current, label }: { current: Locale; label: string }) {
  const pathname = usePathname() ?? "/";
  const search = useSearchParams()?.toString();
  const path = search ? `${pathname}?${search}` : pathname;
  // The part after # may be a secret: it stays out of the form, and browsers keep it over the redirect.
  const keepFragment = ({ currentTarget }: FormEvent<HTMLFormElement>) => {
    currentTarget.action = `/api/locale${window.location.hash}`;
  };
  return (
    <form
      method="post"
      action="/api/locale"
      onSubmit={keepFragment}
      aria-label={label}
      className="flex flex-wrap gap-1"
    >
      <input type="hidden" name="path" value={path} />
      {localeNames.map((locale) => (
        <button
          key={locale}
          type="submit"
          name="locale"
          value={locale}
          lang={locale}
          dir={locales[locale].dir}
          aria-current={locale === current ? "true" : undefined}
          className="min-h-9 min-w-9 cursor-pointer rounded-md px-2 underline underline-offset-2 hover:bg-sunken aria-current:font-semibold aria-current:text-ink aria-current:no-underline pointer-coarse:min-h-11 pointer-coarse:min-w-11"
        >
          {locales[locale].name}
        </button>
      ))}
    </form>
  );
}
