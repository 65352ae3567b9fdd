// The search itself: from the words of a query to ranked records, with the number of results per facet value.
//
// ranking.js scores records, phrases.js checks quoted phrases word by word. If nothing matches, near.js looks for
// names with a similar spelling.
import { nearNames } from "./near.js";
import { confirmPhrases } from "./phrases.js";
import { parseQuery } from "./query.js";
import { scoreRecords } from "./ranking.js";
import { Files, FOLDED } from "./segment.js";

// The version of the index format. The build writes the same number into index.json.
const VERSION = 4;

export class Engine {
  constructor(address) {
    this.address = address;
    this.opening = undefined;
  }

  // Return the files of the index. index.json is fetched once.
  files() {
    this.opening ??= fetch(new URL("index.json", this.address))
      .then(async (answer) => {
        const index = answer.ok ? await answer.json() : {};
        if (index.version !== VERSION) throw new Error("the index is of another version than the page");
        return new Files(this.address, index);
      })
      .catch((error) => {
        this.opening = undefined;
        throw error;
      });
    return this.opening;
  }

  // Fetch what every search needs before the reader asks.
  async warm() {
    await (await this.files()).core();
  }

  // Return everything that matches `text` and has the chosen values:
  // { query, hits: [{ segment, record, score, day }], facets, near }.
  // `chosen`: { facet: [values] }. `near`: true if the names found are only similar to the text.
  async search(text, chosen = {}) {
    const query = parseQuery(text);
    const files = await this.files();
    const { segments } = files;
    let found = query.words.length ? await scoresOf(query, segments) : segments.map(allRecords);
    let near = false;
    if (query.words.some((word) => word.quoted)) await confirmPhrases(query, segments, found);
    if (query.words.length && found.every((scores) => !scores.size)) {
      found = await nearNames(query, files);
      near = found.some((scores) => scores.size > 0);
    }
    const hits = [];
    const facets = {};
    for (const [place, segment] of segments.entries()) {
      collect(segment, await segment.core(), found[place], chosen, hits, facets);
    }
    return { query, hits, facets, near };
  }
}

function allRecords(segment) {
  return new Map(Array.from({ length: segment.count }, (_, record) => [record, 0]));
}

// Return, per segment, the records that match the query with their scores.
async function scoresOf(query, segments) {
  const { words } = query;
  const lookups = await Promise.all(
    segments.map(async (segment) => {
      const [names, texts, pairs] = await Promise.all([
        Promise.all(words.map((word) => segment.names(word))),
        Promise.all(words.map((word) => segment.words(word))),
        Promise.all(words.slice(1).map((word, place) => segment.pairs(words[place], word))),
      ]);
      return { names, texts, pairs };
    }),
  );
  // If a word occurs anywhere with exactly the typed marks, other spellings of it are other words.
  const best = words.map((_, place) => {
    const lists = lookups.flatMap((lookup) => [...lookup.texts[place], ...lookup.names[place]]);
    return Math.max(FOLDED, ...lists.map((list) => list.grade));
  });
  return Promise.all(
    lookups.map(async (lookup, number) => scoreRecords(query, lookup, best, await segments[number].core())),
  );
}

// Add the records with the chosen values to `hits`. Add to `facets` the number of results for each value:
// { facet: Map(key → { label, count }) }. The count of a value ignores the choice in its own facet.
function collect(segment, core, scores, chosen, hits, facets) {
  const columns = Object.entries(core.facets);
  const wanted = columns.map(([facet, { values }]) => {
    const keys = chosen[facet];
    return keys?.length && new Set(values.flatMap(([key], value) => (keys.includes(key) ? [value] : [])));
  });
  const counts = columns.map(([, { values }]) => new Uint32Array(values.length));
  const valuesOf = (place, record) => columns[place][1].rows[columns[place][1].of[record]];
  for (const [record, score] of scores) {
    let missed = 0;
    // The facet that excludes the record, if it is the only one.
    let only = -1;
    for (let place = 0; place < columns.length; place += 1) {
      if (wanted[place] && !valuesOf(place, record).some((value) => wanted[place].has(value))) {
        missed += 1;
        only = place;
      }
    }
    if (missed > 1) continue;
    for (let place = 0; place < columns.length; place += 1) {
      if (missed && only !== place) continue;
      for (const value of valuesOf(place, record)) counts[place][value] += 1;
    }
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

// Return the first `wanted` hits in the order asked for: "" for best first, "moi" for newest first, "ten" for by name.
export async function arrange(hits, order, wanted) {
  if (order !== "ten") {
    const byDay = (one, two) => two.day - one.day || one.record - two.record;
    const byScore = (one, two) => two.score - one.score || byDay(one, two);
    return [...hits].sort(order === "moi" ? byDay : byScore).slice(0, wanted);
  }
  const ranks = await hits[0]?.segment.files.order();
  const rank = (hit) => ranks[hit.segment.first + hit.record];
  return [...hits].sort((one, two) => rank(one) - rank(two)).slice(0, wanted);
}
