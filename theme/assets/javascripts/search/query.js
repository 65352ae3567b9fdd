// Splits the text of a query into words.
import { findWords, fold, searchKey, wordForm } from "./folding.js";

// Words that count: nobody means more.
const LONGEST = 12;
const QUOTES = /["“”„«»]/;
// Signs that join words: 1526/QĐ-TTg is one number, 2020-2025 is one range.
const GLUE = /^[/.\-–]$/;
// A Vietnamese syllable. Any other run of letters or digits (GPS, 2024) has a meaning of its own.
const SYLLABLE = /^(?:ngh|ch|gh|gi|kh|ng|nh|ph|qu|th|tr|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?$/;

// Return { text, words }. Each word has:
//   text, key, form: the word as typed, its search key, its form
//   marked: it was typed with tone or letter marks
//   follows: it must follow the word before, within quotes or within a number
//   quoted: it is within quotes
//   prefix: it may be the beginning of a word; only the last word, if no space follows it
//   telling: it has a meaning of its own
export function parseQuery(text) {
  const typed = text.normalize("NFC");
  const parts = typed.split(QUOTES);
  const words = [];
  parts.forEach((part, number) => {
    // A quote that isn't closed has no effect.
    const quoted = number % 2 === 1 && number < parts.length - 1;
    let end = -1;
    for (const { text: word, at } of findWords(part)) {
      const follows = words.length > 0 && end >= 0 && (quoted || GLUE.test(part.slice(end, at)));
      end = at + word.length;
      words.push({
        text: word,
        key: searchKey(word),
        form: wordForm(word),
        marked: fold(word) !== word.toLowerCase(),
        follows,
        quoted,
        prefix: false,
        telling: !SYLLABLE.test(fold(word)),
      });
    }
  });
  words.splice(LONGEST);
  const last = words.at(-1);
  if (last && !last.quoted && /[\p{L}\p{N}]$/u.test(typed)) last.prefix = true;
  return { text: typed.trim(), words };
}
