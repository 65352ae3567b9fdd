// The stretch of a text that shows best why it was found, with the words that were searched for marked.
import { agrees, findWords, searchKey, wordForm } from "./folding.js";

const WINDOW = 34; // words
const LEAD = 6; // words before the first that is marked

// Return parts of `text` in order: [{ text, mark }].
export function excerpt(text, words) {
  const tokens = findWords(text);
  const marks = tokens.map((token) => wordIn(token.text, words));
  // Where the marks that were typed stand in the text, only those are shown; else any spelling.
  words.forEach((word, place) => {
    if (!word.marked) return;
    const agreeing = tokens.map((token, at) => marks[at] === place && agrees(word.form, wordForm(token.text)));
    if (agreeing.some(Boolean)) marks.forEach((mark, at) => { if (mark === place && !agreeing[at]) marks[at] = -1; });
  });
  lone(marks, words).forEach((at) => { marks[at] = -1; });
  const start = Math.max(0, bestStart(marks) - LEAD);
  const end = Math.min(tokens.length, start + WINDOW);
  if (!tokens.length) return [];
  const from = start ? tokens[start].at : 0;
  const to = end < tokens.length ? tokens[end - 1].at + tokens[end - 1].text.length : text.length;
  const parts = [];
  let done = from;
  const add = (until, mark) => { if (until > done) parts.push({ text: text.slice(done, until), mark }); done = until; };
  for (let at = start; at < end; at += 1) {
    if (marks[at] < 0) continue;
    add(tokens[at].at, false);
    add(tokens[at].at + tokens[at].text.length, true);
  }
  add(to, false);
  if (start) parts.unshift({ text: "… ", mark: false });
  if (end < tokens.length) parts.push({ text: " …", mark: false });
  return joined(parts);
}

// The same for a whole line: a name, a headline.
export function highlight(text, words) {
  const tokens = findWords(text);
  const parts = [];
  let done = 0;
  for (const token of tokens) {
    if (wordIn(token.text, words) < 0) continue;
    if (token.at > done) parts.push({ text: text.slice(done, token.at), mark: false });
    done = token.at + token.text.length;
    parts.push({ text: token.text, mark: true });
  }
  if (done < text.length) parts.push({ text: text.slice(done), mark: false });
  return joined(parts);
}

function wordIn(token, words) {
  const key = searchKey(token);
  return words.findIndex((word) => key === word.key || (word.prefix && word.key.length > 1 && key.startsWith(word.key)));
}

// Words of a query of several that stand in the text by themselves say little: marked only where no neighbours stand together.
function lone(marks, words) {
  if (words.length < 2) return [];
  const beside = marks.map((mark, at) => mark >= 0 && ((mark > 0 && marks[at - 1] === mark - 1) || marks[at + 1] === mark + 1));
  return beside.some(Boolean) ? [...marks.keys()].filter((at) => marks[at] >= 0 && !beside[at] && !words[marks[at]].telling) : [];
}

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

// Marked words side by side are one mark: a reader sees a phrase, a screen reader says it once.
function joined(parts) {
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
