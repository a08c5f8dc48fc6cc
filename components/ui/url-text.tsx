import { Fragment } from "react";

/** A URL with its letters, as people read it. Each part keeps its own direction, so that none changes places with another. */
export function UrlText({ url }: { url: string }) {
  return (
    <bdi dir="ltr">
      {decoded(url)
        .split("/")
        .map((part, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a URL are their places
          <Fragment key={at}>
            {at > 0 && "/"}
            <bdi>{part}</bdi>
          </Fragment>
        ))}
    </bdi>
  );
}

function decoded(url: string): string {
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}
