// The part of a text that shows best why it was found, with the words of the query marked.
import { agrees, findWords, searchKey, wordForm } from "./folding.js";

// Words in an excerpt.
const WINDOW = 34;
// Words before the first marked one.
const LEAD = 6;

// Return the parts of an excerpt of `text` in order: [{ text, mark }].
export function excerpt(text, words) {
  const tokens = findWords(text);
  if (!tokens.length) return [];
  const marks = chooseMarks(tokens, words);
  const start = Math.max(0, bestStart(marks) - LEAD);
  const end = Math.min(tokens.length, start + WINDOW);
  const from = start ? tokens[start].at : 0;
  const to = end < tokens.length ? tokens[end - 1].at + tokens[end - 1].text.length : text.length;
  const parts = [];
  let done = from;
  const add = (until, mark) => {
    if (until > done) parts.push({ text: text.slice(done, until), mark });
    done = until;
  };
  for (let at = start; at < end; at += 1) {
    if (marks[at] < 0) continue;
    add(tokens[at].at, false);
    add(tokens[at].at + tokens[at].text.length, true);
  }
  add(to, false);
  if (start) parts.unshift({ text: "… ", mark: false });
  if (end < tokens.length) parts.push({ text: " …", mark: false });
  return joinMarks(parts);
}

// Return the parts of a whole line, such as a name or a headline: [{ text, mark }].
export function highlight(text, words) {
  const tokens = findWords(text);
  const parts = [];
  let done = 0;
  for (const token of tokens) {
    if (placeOfWord(token.text, words) < 0) continue;
    if (token.at > done) parts.push({ text: text.slice(done, token.at), mark: false });
    done = token.at + token.text.length;
    parts.push({ text: token.text, mark: true });
  }
  if (done < text.length) parts.push({ text: text.slice(done), mark: false });
  return joinMarks(parts);
}

// Return for each token the place of the query word that it matches, or -1.
function chooseMarks(tokens, words) {
  const marks = tokens.map((token) => placeOfWord(token.text, words));
  // If a word occurs with the typed tone and letter marks, only those occurrences are marked; else any spelling is.
  words.forEach((word, place) => {
    if (!word.marked) return;
    const agreeing = tokens.map((token, at) => marks[at] === place && agrees(word.form, wordForm(token.text)));
    if (!agreeing.some(Boolean)) return;
    marks.forEach((mark, at) => {
      if (mark === place && !agreeing[at]) marks[at] = -1;
    });
  });
  for (const at of scatteredMarks(marks, words)) marks[at] = -1;
  return marks;
}

// Return the place of the query word that a token matches, or -1.
function placeOfWord(token, words) {
  const key = searchKey(token);
  const continues = (word) => word.prefix && word.key.length > 1 && key.startsWith(word.key);
  return words.findIndex((word) => key === word.key || continues(word));
}

// Return the marks to remove: single syllables of a longer query, if others of its words occur side by side.
function scatteredMarks(marks, words) {
  if (words.length < 2) return [];
  const beside = marks.map(
    (mark, at) => mark >= 0 && ((mark > 0 && marks[at - 1] === mark - 1) || marks[at + 1] === mark + 1),
  );
  if (!beside.some(Boolean)) return [];
  return [...marks.keys()].filter((at) => marks[at] >= 0 && !beside[at] && !words[marks[at]].telling);
}

// Return the first mark of the window with the most different words; if equal, with the most marks.
function bestStart(marks) {
  let best = 0;
  let most = -1;
  for (let start = 0; start < marks.length; start += 1) {
    if (marks[start] < 0) continue;
    const window = marks.slice(start, start + WINDOW - LEAD).filter((mark) => mark >= 0);
    const score = new Set(window).size * 10 + window.length;
    if (score > most) [best, most] = [start, score];
  }
  return best;
}

// Join neighbouring marks into one, so that a screen reader reads a phrase as one piece.
function joinMarks(parts) {
  const result = [];
  for (const part of parts) {
    const last = result.at(-1);
    const before = result.at(-2);
    if (part.mark && last && !last.mark && before?.mark && /^\s+$/.test(last.text)) {
      before.text += last.text + part.text;
      result.pop();
    } else if (last && last.mark === part.mark) last.text += part.text;
    else result.push({ ...part });
  }
  return result;
}
