// Names with a similar spelling, for queries that match nothing as they are spelt.
import { editDistance } from "./folding.js";
import { GIVEN_NAME, WORD_WEIGHTS } from "./ranking.js";
import { CLOSES, eachEnd, FOLDED, gradeOfBeginning, LEVELS, OPENS } from "./segment.js";

// A word's weight is multiplied by this for each typing error.
const ERROR_FACTOR = 0.5;
// Typing errors allowed in a whole name.
const MOST_ERRORS = 2;

// Return, per segment, the names that have every word of the query, most of them spelt right, with their scores.
export async function nearNames({ words }, files) {
  const { segments } = files;
  if (words.some((word) => word.follows)) return segments.map(() => new Map());
  const spellings = await files.spellings();
  const similar = words.map((word) => similarSpellings(word, spellings, words.length === 1));
  return Promise.all(
    segments.map(async (segment) => {
      const matches = await Promise.all(words.map((word, at) => recordsWith(segment, word, similar[at])));
      return scoreNames(words, matches);
    }),
  );
}

// Return the spellings in names that are close to a word: [[errors, key, form]].
function similarSpellings(word, spellings, isAlone) {
  // A wrong number is another number.
  if (isNumber(word)) return [];
  return spellings
    .map(([key, form]) => [countErrors(word, key, form, isAlone), key, form])
    .filter(([errors]) => errors !== undefined);
}

// Return the records of a segment that have a word or a similar one in their name. Each has the fewest errors, and
// whether the word opens or closes the name: Map(record → { errors, ends }).
async function recordsWith(segment, word, similar) {
  const found = new Map();
  const add = (errors, postings) =>
    eachEnd(postings, (record, ends) => {
      if (errors < (found.get(record)?.errors ?? Number.POSITIVE_INFINITY)) found.set(record, { errors, ends });
    });
  if (isNumber(word)) {
    for (const { postings } of await segment.names({ ...word, prefix: false })) add(0, postings);
    return found;
  }
  const lists = await Promise.all(similar.map(([, key, form]) => segment.named(key, form)));
  lists.forEach((postings, place) => {
    add(similar[place][0], postings);
  });
  return found;
}

function scoreNames(words, matches) {
  const leastRight = Math.floor((words.length + 1) / 2) - (words.length === 1 ? 1 : 0);
  const scores = new Map();
  for (const record of matches[0].keys()) {
    const ofRecord = matches.map((found) => found.get(record));
    if (ofRecord.some((match) => !match)) continue;
    const errors = ofRecord.reduce((sum, match) => sum + match.errors, 0);
    const right = ofRecord.filter((match) => match.errors === 0).length;
    if (errors > MOST_ERRORS || right < leastRight) continue;
    // Common words from the middle of names, such as Văn and Thị, identify nobody.
    if (!ofRecord.some((match) => match.ends & (CLOSES | OPENS))) continue;
    const score = ofRecord.reduce((sum, match) => sum + scoreWord(match), 0);
    scores.set(record, score);
  }
  return scores;
}

function scoreWord({ errors, ends }) {
  return WORD_WEIGHTS[LEVELS.name] * ERROR_FACTOR ** errors + (ends & CLOSES ? GIVEN_NAME : 0);
}

function isNumber(word) {
  return /\d/.test(word.key);
}

// Return the typing errors between a word and a spelling, or undefined if there are too many for its length.
function countErrors(word, key, form, isAlone) {
  if (key === word.key) return 0;
  const isBeginning = word.prefix && word.key.length > 2 && key.startsWith(word.key);
  if (isBeginning && gradeOfBeginning(word, form) > FOLDED) return 0;
  const { length } = word.key;
  const shortest = isAlone ? 4 : 3;
  if (length < shortest) return undefined;
  const most = length < 6 ? 1 : 2;
  // Typed tone and letter marks count as letters.
  const errors = word.marked ? editDistance(word.form, form, most) : editDistance(word.key, key, most);
  return errors <= most ? errors : undefined;
}
