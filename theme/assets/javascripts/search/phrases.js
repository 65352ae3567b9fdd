// What stands in quotes, held to the letter.
import { findWords, searchKey, wordForm } from "./folding.js";
import { AGREED, FOLDED, gradeOf } from "./segment.js";

const MOST_CONFIRMED = 40; // records

// Pairs can't tell "a b … b c" from "a b c": where few records are left, what is in quotes is looked up in their words.
export async function confirmPhrases({ words }, segments, found) {
  const phrases = [];
  words.forEach((word) => { if (word.quoted && word.follows) phrases.at(-1).push(word); else if (word.quoted) phrases.push([word]); });
  if (phrases.every((phrase) => phrase.length < 3) || found.reduce((sum, scores) => sum + scores.size, 0) > MOST_CONFIRMED) return;
  await Promise.all(segments.flatMap((segment, place) => [...found[place].keys()].map(async (record) => {
    const row = await segment.shown(record);
    const texts = [row.title, row.headline ?? "", ...(row.text ?? "").split("\n"), ...(row.also ?? [])].map((text) => findWords(text).map((token) => [searchKey(token.text), wordForm(token.text)]));
    const holds = (phrase) => texts.some((tokens) => tokens.some((_, at) => phrase.every((word, step) => {
      const [key, form] = tokens[at + step] ?? [];
      return key === word.key && gradeOf(word, form) >= (word.marked ? AGREED : FOLDED);
    })));
    if (!phrases.every(holds)) found[place].delete(record);
  })));
}
