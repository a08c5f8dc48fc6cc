import type { AnchorHTMLAttributes, MouseEvent } from "react";

type Props = AnchorHTMLAttributes<HTMLAnchorElement> & { href: string };

/** Shows another address of this list without loading the page again: Next tells `useSearchParams`, and Back works. */
export function showList(href: string): void {
  window.history.pushState(null, "", href);
}

/** A link to the same list in another state. Without scripts, and in a new tab, it is a plain link. */
export function ListLink({ href, children, ...rest }: Props) {
  function follow(event: MouseEvent) {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    showList(href);
  }
  return (
    <a {...rest} href={href} onClick={follow}>
      {children}
    </a>
  );
}
