/** A file on other people's sites. */
export const embeds = {
  buy: "Buy for {price}",
  get: "Get it for free",
  title: "Put it on your own site",
  why: "Plain HTML without script: paste it where your site takes HTML.",
  button: "A button",
  buttonWords: "Buy “{title}”",
  picture: "A picture with the price, always current",
  frame: "A card with picture, facts and price",
  copy: "Copy the HTML: {what}",
  oembed: "Sites that read oEmbed make the card from the link alone.",
} as const;
