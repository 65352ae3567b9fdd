// Names within a slip of the finger, for when nothing answers as it is spelt.
import { slips } from "./folding.js";
import { GIVEN_NAME, WORD_WEIGHTS } from "./ranking.js";
import { CLOSES, FOLDED, LEVELS, OPENS, eachEnd, gradeOfBeginning } from "./segment.js";

const SLIP = 0.5;

// Every word must be one of the name's, most of them rightly spelt.
export async function nearNames({ words }, files) {
  const { segments } = files;
  if (words.some((word) => word.follows)) return segments.map(() => new Map());
  const spelt = await files.spellings();
  const likeness = words.map((word) => (/\d/.test(word.key) ? [] // a number is right or another one
    : spelt.map(([key, form]) => [slipsBetween(word, key, form, words.length === 1), key, form]).filter(([count]) => count !== undefined)));
  return Promise.all(segments.map(async (segment) => {
    const perWord = await Promise.all(words.map(async (word, at) => {
      const found = new Map(); // record → slips, and whether the word opens or closes a name
      const take = (count, postings) => eachEnd(postings, (record, ends) => { if (count < (found.get(record)?.count ?? 9)) found.set(record, { count, ends }); });
      if (/\d/.test(word.key)) {
        (await segment.names({ ...word, prefix: false })).forEach(({ postings }) => take(0, postings));
        return found;
      }
      const alike = likeness[at];
      const lists = await Promise.all(alike.map(([, key, form]) => segment.named(key, form)));
      lists.forEach((postings, place) => take(alike[place][0], postings));
      return found;
    }));
    const scores = new Map();
    for (const record of perWord[0].keys()) {
      const matched = perWord.map((found) => found.get(record));
      if (matched.some((match) => !match)) continue;
      const total = matched.reduce((sum, match) => sum + match.count, 0);
      const right = matched.filter((match) => match.count === 0).length;
      if (total > 2 || right < Math.floor((words.length + 1) / 2) - (words.length === 1 ? 1 : 0)) continue;
      if (!matched.some((match) => match.ends & (CLOSES | OPENS))) continue; // two common words of many a name name nobody
      scores.set(record, matched.reduce((sum, match) => sum + WORD_WEIGHTS[LEVELS.name] * SLIP ** match.count + (match.ends & CLOSES ? GIVEN_NAME : 0), 0));
    }
    return scores;
  }));
}

function slipsBetween(word, key, form, alone) {
  if (key === word.key || (word.prefix && word.key.length > 2 && key.startsWith(word.key) && gradeOfBeginning(word, form) > FOLDED)) return 0;
  const most = word.key.length < (alone ? 4 : 3) ? 0 : word.key.length < 6 ? 1 : 2;
  const count = most ? slips(word.marked ? word.form : word.key, word.marked ? form : key, most) : 1; // marks that were typed count here too
  return count <= most ? count : undefined;
}
