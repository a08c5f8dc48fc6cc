import { useId } from "react";
import { useWords } from "#i18n";
import { buttonClasses } from "@/components/ui/button";

type Way = { name: string; open: (url: string, title: string) => string };

const encoded = encodeURIComponent;

/** Links that open an app with the text written, as their makers document them. Nothing is loaded from these sites. */
const ways: readonly Way[] = [
  { name: "WhatsApp", open: (url, title) => `https://wa.me/?text=${encoded(`${title} ${url}`)}` },
  { name: "Telegram", open: (url, title) => `https://t.me/share/url?url=${encoded(url)}&text=${encoded(title)}` },
  { name: "X", open: (url, title) => `https://x.com/intent/post?url=${encoded(url)}&text=${encoded(title)}` },
];

/** Ways to send a link to people. */
export function ShareRow({ url, title }: { url: string; title: string }) {
  const t = useWords("sell");
  const style = buttonClasses({ look: "secondary", size: "sm" });
  const label = useId();
  return (
    <div className="space-y-2">
      <p id={label} className="text-sm font-semibold">
        {t("shareOn")}
      </p>
      <ul aria-labelledby={label} className="flex flex-wrap gap-2">
        {ways.map(({ name, open }) => (
          <li key={name}>
            <a href={open(url, title)} target="_blank" rel="noreferrer" className={`${style} no-underline!`}>
              <bdi>{name}</bdi>
            </a>
          </li>
        ))}
        <li>
          <a href={`mailto:?subject=${encoded(title)}&body=${encoded(url)}`} className={`${style} no-underline!`}>
            {t("byMail")}
          </a>
        </li>
      </ul>
    </div>
  );
}
