// Checks that quoted phrases occur in a record word by word.
import { findWords, searchKey, wordForm } from "./folding.js";
import { AGREED, FOLDED, gradeOf } from "./segment.js";

// Records to check at most: their texts must be fetched.
const MOST_CHECKED = 40;

// Remove from `found` the records without the quoted phrases. The index holds pairs of neighbouring words, so it can't
// tell "a b … b c" from "a b c". If few records are left, phrases of three words and more are looked up in their texts.
export async function confirmPhrases({ words }, segments, found) {
  const phrases = phrasesOf(words);
  const count = found.reduce((sum, scores) => sum + scores.size, 0);
  if (phrases.every((phrase) => phrase.length < 3) || count > MOST_CHECKED) return;
  const checks = segments.flatMap((segment, place) =>
    [...found[place].keys()].map(async (record) => {
      const texts = textsOf(await segment.shown(record));
      if (!phrases.every((phrase) => texts.some((tokens) => hasPhrase(tokens, phrase)))) found[place].delete(record);
    }),
  );
  await Promise.all(checks);
}

function phrasesOf(words) {
  const phrases = [];
  for (const word of words) {
    if (!word.quoted) continue;
    if (word.follows) phrases.at(-1).push(word);
    else phrases.push([word]);
  }
  return phrases;
}

// Return the texts of a record as words: [[key, form]].
function textsOf(row) {
  const texts = [row.title, row.headline ?? "", ...(row.text ?? "").split("\n"), ...(row.also ?? [])];
  return texts.map((text) => findWords(text).map((token) => [searchKey(token.text), wordForm(token.text)]));
}

function hasPhrase(tokens, phrase) {
  return tokens.some((_, at) =>
    phrase.every((word, step) => {
      const [key, form] = tokens[at + step] ?? [];
      return key === word.key && gradeOf(word, form) >= (word.marked ? AGREED : FOLDED);
    }),
  );
}
