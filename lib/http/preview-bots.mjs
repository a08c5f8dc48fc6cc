// JavaScript, because next.config.js needs it before anything is compiled.

/**
 * Programs that show a preview of a link, in a chat or among search results. Most accept anything, and none can pay. By
 * name, not by "bot": an agent that calls itself one may well want to buy.
 */
export const previewBots = [
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
