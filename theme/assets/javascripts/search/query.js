// What a reader typed, as words: their keys, the marks that were typed, which must follow the one before (in quotes, in a number), and whether the last word may go on.
import { findWords, fold, searchKey, wordForm } from "./folding.js";

const LONGEST = 12; // words: more than anyone means
const QUOTES = /["“”„«»]/;
const GLUE = /^[/.\-–]$/; // 1526/QĐ-TTg is one number, 2020-2025 one span
// A syllable as Vietnamese has them. Any other run of letters or digits (GPS, 2024) says something by itself.
const SYLLABLE = /^(?:ngh|ch|gh|gi|kh|ng|nh|ph|qu|th|tr|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?$/;

export function parseQuery(text) {
  const typed = text.normalize("NFC");
  const parts = typed.split(QUOTES);
  const words = [];
  parts.forEach((part, number) => {
    const quoted = number % 2 === 1 && number < parts.length - 1; // a quote that isn't closed quotes nothing
    let end = -1;
    for (const { text: word, at } of findWords(part)) {
      const follows = words.length > 0 && end >= 0 && (quoted || GLUE.test(part.slice(end, at)));
      end = at + word.length;
      words.push({
        text: word, key: searchKey(word), form: wordForm(word), marked: fold(word) !== word.toLowerCase(), follows, quoted, prefix: false,
        telling: !SYLLABLE.test(fold(word)),
      });
    }
  });
  words.splice(LONGEST);
  const last = words.at(-1);
  if (last && !last.quoted && /[\p{L}\p{N}]$/u.test(typed)) last.prefix = true;
  return { text: typed.trim(), words };
}
