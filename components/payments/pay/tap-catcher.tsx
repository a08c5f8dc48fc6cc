import { earlyTap } from "./early-tap";

/**
 * Remembers a tap on Pay before React has taken the page over, and answers it at once by `data-tapped`; `takeEarlyTap`
 * carries it out. Taps on a button that is alive are left to React. However often it is tapped, it is one tap.
 */
const script = `addEventListener("click",function(e){var b=e.target.closest&&e.target.closest("[data-pay]");if(b&&!Object.keys(b).some(function(k){return!k.indexOf("__reactProps")})){window.${earlyTap}=1;b.dataset.tapped=""}},!0)`;

/** @param nonce of the page's Content-Security-Policy; undefined in development, whose pages have none */
export function TapCatcher({ nonce }: { nonce: string | undefined }) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant script
  return <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: script }} />;
}
