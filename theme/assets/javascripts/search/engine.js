// The search itself: from words to records in order of how well they answer, with the counts of every facet.
//
// ranking.js says how well a record answers, phrases.js holds quotes to the letter; when nothing answers, near.js looks for names within a slip of the finger.
import { nearNames } from "./near.js";
import { confirmPhrases } from "./phrases.js";
import { parseQuery } from "./query.js";
import { scoreRecords } from "./ranking.js";
import { FOLDED, Files } from "./segment.js";

const VERSION = 4; // here and in search_index.py

export class Engine {
  constructor(address) {
    this.address = address;
    this.opening = undefined;
  }

  // What there is, fetched once.
  files() {
    this.opening ??= fetch(new URL("index.json", this.address)).then(async (answer) => {
      const told = answer.ok ? await answer.json() : {};
      if (told.version !== VERSION) throw new Error("the index is of another version than the page");
      return new Files(this.address, told);
    }).catch((error) => { this.opening = undefined; throw error; });
    return this.opening;
  }

  // Fetch what every search needs, before anyone asks.
  async warm() {
    await (await this.files()).core();
  }

  // Everything that answers `text` and has the chosen values: { total, hits: [{ segment, record, score, day }], facets, near }.
  // `chosen`: { facet: [values] }. `near`: the names found are only like what was typed.
  async search(text, chosen = {}) {
    const query = parseQuery(text);
    const files = await this.files();
    const { segments } = files;
    let found = query.words.length ? await answers(query, segments) : segments.map((segment) => everything(segment));
    let near = false;
    if (query.words.some((word) => word.quoted)) await confirmPhrases(query, segments, found);
    if (query.words.length && found.every((scores) => !scores.size)) {
      found = await nearNames(query, files);
      near = found.some((scores) => scores.size > 0);
    }
    const hits = [];
    const facets = {};
    for (const [place, segment] of segments.entries()) sift(segment, await segment.core(), found[place], chosen, hits, facets);
    return { query, hits, facets, near };
  }
}

function everything(segment) {
  return new Map(Array.from({ length: segment.count }, (_, record) => [record, 0]));
}

// Per segment, the records that answer the query, with their scores.
async function answers(query, segments) {
  const { words } = query;
  const gathered = await Promise.all(segments.map(async (segment) => {
    const [names, texts, pairs] = await Promise.all([
      Promise.all(words.map((word) => segment.names(word))),
      Promise.all(words.map((word) => segment.words(word))),
      Promise.all(words.slice(1).map((word, place) => segment.pairs(words[place], word))),
    ]);
    return { names, texts, pairs };
  }));
  // Marks that were typed count: where any text is written so, those written otherwise are other words.
  const best = words.map((_, place) => Math.max(FOLDED, ...gathered.flatMap((one) => [...one.texts[place], ...one.names[place]].map((list) => list.grade))));
  return Promise.all(gathered.map(async (one, number) => scoreRecords(query, one, best, await segments[number].core())));
}

// Add to `hits` what has the chosen values, and to `facets` how many there would be with each value: { facet: Map(key → { label, count }) }.
function sift(segment, core, scores, chosen, hits, facets) {
  const columns = Object.entries(core.facets);
  const wanted = columns.map(([facet, { values }]) => chosen[facet]?.length && new Set(values.flatMap(([key], place) => (chosen[facet].includes(key) ? [place] : []))));
  const counts = columns.map(([, { values }]) => new Uint32Array(values.length));
  const valuesOf = (place, record) => columns[place][1].rows[columns[place][1].of[record]];
  for (const [record, score] of scores) {
    let missed = 0;
    let only = -1; // the facet that rules it out, when it is one
    for (let place = 0; place < columns.length; place += 1) if (wanted[place] && !valuesOf(place, record).some((value) => wanted[place].has(value))) { missed += 1; only = place; }
    if (missed > 1) continue;
    for (let place = 0; place < columns.length; place += 1) if (!missed || only === place) for (const value of valuesOf(place, record)) counts[place][value] += 1;
    if (!missed) hits.push({ segment, record, score, day: core.days.rows[core.days.of[record]] });
  }
  columns.forEach(([facet, { values }], place) => {
    facets[facet] ??= new Map();
    values.forEach(([key, label], value) => {
      const sum = facets[facet].get(key)?.count ?? 0;
      facets[facet].set(key, { label, count: sum + counts[place][value] });
    });
  });
}

// Hits in the order asked for, as many as are wanted: "" for the best first, "moi" for the newest, "ten" for the order of names.
export async function arrange(hits, order, wanted) {
  if (order !== "ten") {
    const newest = (one, two) => two.day - one.day || one.record - two.record;
    const sorted = [...hits].sort(order === "moi" ? newest : (one, two) => two.score - one.score || newest(one, two));
    return sorted.slice(0, wanted);
  }
  const ranks = await hits[0]?.segment.files.order();
  const rank = (hit) => ranks[hit.segment.first + hit.record];
  return [...hits].sort((one, two) => rank(one) - rank(two)).slice(0, wanted);
}
