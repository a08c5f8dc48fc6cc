import { AppError } from "@/lib/errors";
import { readForm } from "@/lib/http/read-body";
import { methods, route } from "@/lib/http/route";
import { localeCookie } from "@/lib/i18n/locale-cookie";
import { isLocale } from "@/lib/i18n/locales";
import { settings } from "@/lib/settings/settings";

/**
 * `POST /api/locale`, a plain form with `locale` and `path`: stores the language and redirects back to the page. The
 * `#fragment` never comes here: browsers keep it over the redirect.
 */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: route({ limit: "locale" }, async ({ request }) => {
    const form = await readForm(request);
    const locale = form.get("locale");
    if (!isLocale(locale)) throw new AppError("invalid_input", { detail: "There is no such language here." });
    return new Response(null, {
      status: 303,
      headers: { Location: ownPage(form.get("path")), "Set-Cookie": localeCookie(locale) },
    });
  }),
});

/** A page of this server by its path, as a whole URL: `//elsewhere` is a path for a parser and another site for a browser. */
function ownPage(path: unknown): string {
  const home = `${settings().appUrl}/`;
  if (typeof path !== "string" || !path.startsWith("/") || !URL.canParse(path, home)) return home;
  const url = new URL(path, home);
  return url.origin === new URL(home).origin ? `${url.origin}${url.pathname}${url.search}` : home;
}
