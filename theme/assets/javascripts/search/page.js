// The search page. The address holds the whole search, so it can be shared, and back and forward work.
import { element, marked } from "./elements.js";
import { arrange, Engine } from "./engine.js";
import { excerpt, highlight } from "./excerpt.js";

// Results shown at first, and added by each "Xem thêm".
const PAGE_SIZE = 12;
// Values of a facet shown before "Xem cả".
const LONG_LIST = 8;
// The search waits until typing rests for this long.
const PAUSE_MILLISECONDS = 30;

const page = document.querySelector("[data-gs-search]");
const part = (name) => page.querySelector(`[data-gs-${name}]`);
const input = page.querySelector("#gs-query");
const status = part("status");
const area = part("area");
const list = part("results");
const facetList = part("facets");
const chips = part("chips");
const order = part("order");
const nothing = part("nothing");
const browse = part("browse");
const root = new URL(page.dataset.root, location.href);
const engine = new Engine(new URL(page.dataset.index, location.href));
const FACETS = Object.fromEntries(
  [...facetList.querySelectorAll("[data-facet]")].map((facet) => [facet.dataset.facet, facet]),
);

// Counts searches, so that a late answer to an earlier one is ignored.
let turn = 0;
// True while the last entry of the history belongs to the text being typed.
let isTyping = false;
let shown = PAGE_SIZE;

const parameters = () => new URLSearchParams(location.search);
const { format: formatNumber } = new Intl.NumberFormat("vi-VN");

function chosenValues(query) {
  return Object.fromEntries(Object.keys(FACETS).map((key) => [key, query.getAll(key)]));
}

function hasFilters(query) {
  return Object.keys(FACETS).some((key) => query.has(key));
}

function isBlank(query) {
  return !(query.get("q") || "").trim() && !hasFilters(query);
}

async function search({ keep = false } = {}) {
  const query = parameters();
  const term = (query.get("q") || "").normalize("NFC").trim();
  const mine = ++turn;
  if (!keep) shown = PAGE_SIZE;
  if (document.activeElement !== input && input.value.normalize("NFC").trim() !== term) input.value = term;
  order.value = query.get("sap-xep") || "";
  document.title = term ? `${term} - ${page.dataset.title}` : page.dataset.title;
  browse.hidden = !isBlank(query);
  if (isBlank(query)) {
    area.hidden = true;
    nothing.hidden = true;
    status.textContent = "";
    page.dataset.answered = "";
    return;
  }
  try {
    const found = await engine.search(query.get("q") || "", chosenValues(query));
    const hits = await arrange(found.hits, term || order.value ? order.value : "moi", shown);
    const rows = await Promise.all(hits.map((hit) => hit.segment.shown(hit.record)));
    if (mine !== turn) return;
    show(found, rows, term, query);
  } catch (error) {
    if (mine === turn) status.textContent = "Chưa tải được bộ tìm kiếm. Kiểm tra kết nối mạng rồi tải lại trang.";
    console.error(error);
  }
  // Tells tests and measurements which address the results on the page belong to.
  if (mine === turn) page.dataset.answered = location.search;
}

function show(found, rows, term, query) {
  const { hits, facets } = found;
  list.replaceChildren(...rows.map((row) => resultItem(row, found.query.words)));
  if (hits.length > shown) list.append(moreItem(hits.length - shown));
  area.hidden = !hits.length && !hasFilters(query);
  part("ordering").hidden = !hits.length;
  nothing.hidden = hits.length > 0;
  browse.hidden = hits.length > 0;
  showStatus(found, term, hasFilters(query));
  showFacets(facets, query);
  showChips(facets, query);
}

function showStatus({ hits, near }, term, isFiltered) {
  const count = formatNumber(hits.length);
  const of = term ? ` cho “${term}”` : "";
  if (!hits.length) status.textContent = `Không có kết quả${of}${isFiltered ? " với các bộ lọc đã chọn" : ""}.`;
  else if (near) status.textContent = `Không có tên nào viết đúng như “${term}”. ${count} tên gần giống:`;
  else status.textContent = `${count} kết quả${of}`;
}

function resultItem(row, words) {
  const title = element("a", { href: new URL(row.url, root).href }, marked(highlight(row.title, words)));
  const sample = row.sample ? element("span", { class: "gs-sample" }, "Minh họa") : "";
  const paragraph = (name, content) => element("p", { class: `gs-result__${name}` }, content);
  return element(
    "li",
    { class: "gs-result" },
    resultPhoto(row),
    element(
      "div",
      {},
      element("h2", {}, title, sample),
      row.headline ? paragraph("headline", marked(highlight(row.headline, words))) : "",
      paragraph("facts", [row.kind, ...(row.facts ?? [])].join(" · ")),
      row.text ? paragraph("excerpt", marked(excerpt(row.text, words))) : "",
    ),
  );
}

function resultPhoto(row) {
  if (!row.image) return element("span", { class: "gs-result__blank", "aria-hidden": "true" }, initial(row));
  return element("img", {
    src: new URL(row.image, root).href,
    alt: "",
    width: 96,
    height: 96,
    loading: "lazy",
    "data-x": row.focus?.[0],
    "data-y": row.focus?.[1],
  });
}

// Return the letter shown where a photo is missing. Vietnamese call a person by the last word of the name.
function initial({ title, kind }) {
  return (kind === "Cá nhân" ? title.split(" ").at(-1) : title)[0].toUpperCase();
}

function moreItem(left) {
  const label = `Xem thêm ${formatNumber(Math.min(left, PAGE_SIZE))} kết quả`;
  const button = element("button", { type: "button", class: "gs-button" }, label);
  button.addEventListener("click", async () => {
    const first = shown;
    shown += PAGE_SIZE;
    await search({ keep: true });
    list.children[first]?.querySelector("a").focus();
  });
  return element("li", { class: "gs-results__more" }, button);
}

// Show for each facet the values that would find something: the most frequent first, years newest first.
function showFacets(facets, query) {
  for (const [key, details] of Object.entries(FACETS)) {
    const chosen = query.getAll(key);
    const byYear = ([one], [two]) => two.localeCompare(one);
    const byCount = ([, one], [, two]) => two.count - one.count || one.label.localeCompare(two.label, "vi");
    const values = [...(facets[key] ?? [])]
      .filter(([value, { count }]) => count || chosen.includes(value))
      .sort(key === "nam" ? byYear : byCount);
    details.hidden = !values.length;
    const options = values.map(([value, { label, count }], place) => {
      const checked = chosen.includes(value);
      return element(
        "label",
        { hidden: place >= LONG_LIST && !checked },
        element("input", { type: "checkbox", name: key, value, checked }),
        element("span", {}, label),
        element("span", { class: "gs-facets__count" }, formatNumber(count)),
      );
    });
    showOptions(details.querySelector("[data-gs-options]"), options);
  }
}

// Replace the options of a facet. The focus stays on the option that had it.
function showOptions(box, options) {
  const focused = box.contains(document.activeElement) ? document.activeElement.value : undefined;
  box.replaceChildren(...options);
  const hidden = options.filter((option) => option.hidden);
  if (hidden.length) {
    const label = `Xem cả ${options.length} mục`;
    const all = element("button", { type: "button", class: "gs-facets__all" }, label);
    all.addEventListener("click", () => {
      for (const option of hidden) option.hidden = false;
      all.remove();
      hidden[0].querySelector("input").focus();
    });
    box.append(all);
  }
  if (focused) [...box.querySelectorAll("input")].find((option) => option.value === focused)?.focus();
}

// Show the chosen filters as buttons that remove them.
function showChips(facets, query) {
  const chosen = Object.keys(FACETS).flatMap((key) => query.getAll(key).map((value) => [key, value]));
  chips.hidden = !chosen.length;
  chips.replaceChildren(
    ...chosen.map(([key, value]) => {
      const label = facets[key]?.get(value)?.label ?? value;
      const attributes = { type: "button", class: "gs-chip", "aria-label": `Bỏ lọc ${label}` };
      const button = element("button", attributes, label, element("span", { "aria-hidden": "true" }, "×"));
      button.addEventListener("click", () => {
        toggle(key, value, false);
        input.focus();
      });
      return button;
    }),
  );
  if (chosen.length > 1) {
    const clear = element("button", { type: "button", class: "gs-chip gs-chip--clear" }, "Bỏ hết lọc");
    clear.addEventListener("click", () => {
      const next = parameters();
      for (const key of Object.keys(FACETS)) next.delete(key);
      go(next);
      input.focus();
    });
    chips.append(clear);
  }
}

function toggle(key, value, on) {
  const query = parameters();
  const values = query.getAll(key).filter((other) => other !== value);
  query.delete(key);
  if (on) values.push(value);
  for (const other of values) query.append(key, other);
  go(query);
}

// Set a parameter, or remove it where the value is empty.
function setOrDelete(query, key, value) {
  if (value) query.set(key, value);
  else query.delete(key);
}

// Go to a search. Text typed without a break is one entry of the history: back leads to the search before it.
function go(query, { typing = false } = {}) {
  const address = `${location.pathname}${query.size ? `?${query}` : ""}`;
  history[typing && isTyping ? "replaceState" : "pushState"](null, "", address);
  isTyping = typing;
  search();
}

function searchTyped() {
  const query = parameters();
  setOrDelete(query, "q", input.value.trim() && input.value);
  if (`${query}` !== `${parameters()}`) go(query, { typing: true });
}

let pausing;
function searchAfterPause() {
  clearTimeout(pausing);
  pausing = setTimeout(searchTyped, PAUSE_MILLISECONDS);
}

input.addEventListener("input", (event) => {
  if (event.isComposing) clearTimeout(pausing);
  else searchAfterPause();
});
input.addEventListener("compositionend", searchAfterPause);
input.form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(pausing);
  searchTyped();
  isTyping = false;
});
order.addEventListener("change", () => {
  const query = parameters();
  setOrDelete(query, "sap-xep", order.value);
  go(query);
});
facetList.addEventListener("change", ({ target }) => toggle(target.name, target.value, target.checked));
addEventListener("popstate", () => {
  isTyping = false;
  input.value = parameters().get("q") || "";
  search();
});

facetList.open = matchMedia("(min-width: 60em)").matches;
for (const key of ["loai", "linh-vuc", "nam"]) FACETS[key].open = facetList.open;
for (const key of Object.keys(FACETS)) if (parameters().has(key)) FACETS[key].open = true;
for (const node of page.querySelectorAll("[data-gs-live]")) node.hidden = false;
search();
engine.warm().catch(() => {
  // The search itself reports the error.
});
