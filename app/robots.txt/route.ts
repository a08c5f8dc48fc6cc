import { methods, route } from "@/lib/http/route";

/**
 * `GET /robots.txt`: programs may read the pages. What is somebody's own and the API are no pages; pictures of files are,
 * because the programs that draw a link's preview ask here first.
 */
const text = `User-agent: *
Allow: /
Allow: /api/files/*/card.jpg
Allow: /api/files/*/preview
Allow: /api/files/*/embed
Allow: /api/sellers/*/card.jpg
Allow: /api/sellers/*/picture
Allow: /api/oembed
Disallow: /api/
Disallow: /r$
Disallow: /g$
Disallow: /dashboard
Disallow: /operator
Disallow: /purchases
`;

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: route({ limit: "page" }, () => new Response(text, { headers: { "Content-Type": "text/plain; charset=utf-8" } })),
});
