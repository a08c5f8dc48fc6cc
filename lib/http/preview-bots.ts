import "server-only";

/**
 * Programs that show a preview of a link, in a chat or in search results. Most accept anything, and none can pay. By
 * name, not by "bot": an agent with that word in its name may well want to buy.
 */
const previewBots = [
  "facebookexternalhit",
  "facebookcatalog",
  "facebot",
  "twitterbot",
  "linkedinbot",
  "slackbot",
  "slack-imgproxy",
  "discordbot",
  "telegrambot",
  "whatsapp",
  "skypeuripreview",
  "redditbot",
  "pinterest",
  "tumblr",
  "vkshare",
  "viber",
  "snapchat",
  "bluesky",
  "mastodon",
  "synapse", // Matrix
  "embedly",
  "iframely",
  "quora link preview",
  "bitlybot",
  "googlebot",
  "google-inspectiontool",
  "chrome-lighthouse",
  "bingbot",
  "bingpreview",
  "applebot",
  "duckduckbot",
  "yandex",
  "baiduspider",
];

const previewBot = new RegExp(previewBots.join("|"), "i");

/** True when a `User-Agent` names one of them. */
export function isPreviewBot(userAgent: string): boolean {
  return previewBot.test(userAgent);
}
