// Suggestions under the search field of every page: a combobox with a list and manual selection, as the WAI-ARIA
// authoring practices describe it.
import { element, marked } from "./elements.js";
import { arrange, Engine } from "./engine.js";
import { highlight } from "./excerpt.js";

const MOST_SUGGESTIONS = 6;
// The search waits until typing rests for this long.
const PAUSE_MILLISECONDS = 30;

function suggest(form) {
  const input = form.querySelector("input[type=search]");
  const root = new URL(form.dataset.root, location.href);
  const engine = new Engine(new URL(form.dataset.index, location.href));
  const list = element("ul", {
    id: `${input.id}-goi-y`,
    class: "gs-suggest",
    role: "listbox",
    "aria-label": "Gợi ý",
    hidden: true,
  });
  const status = element("p", { class: "gs-sr", role: "status" });
  form.append(list, status);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  // The place of the selected option, or -1.
  let current = -1;
  // Counts searches, so that a late answer to an earlier one is ignored.
  let turn = 0;

  const options = () => [...list.children];

  function open() {
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    select(-1);
  }

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    select(-1);
  }

  function select(place) {
    current = place;
    options().forEach((option, at) => {
      option.setAttribute("aria-selected", String(at === place));
    });
    if (place >= 0) {
      input.setAttribute("aria-activedescendant", options()[place].id);
      options()[place].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  // Select the next option, or the one before. Beyond either end nothing is selected, then the other end.
  function move(step) {
    const count = options().length;
    if (current < 0) select(step > 0 ? 0 : count - 1);
    else select(current + step === count ? -1 : current + step);
  }

  async function show() {
    const mine = ++turn;
    const term = input.value.trim();
    if (term.length < 2) return close();
    try {
      const found = await engine.search(input.value);
      const hits = await arrange(found.hits, "", MOST_SUGGESTIONS);
      const rows = await Promise.all(hits.map((hit) => hit.segment.shown(hit.record)));
      if (mine !== turn || document.activeElement !== input) return;
      const suggestions = rows.map((row) => suggestionOption(row, found.query.words));
      suggestions.push(allResultsOption(term, found.hits.length));
      suggestions.forEach((option, place) => {
        option.id = `${list.id}-${place}`;
      });
      list.replaceChildren(...suggestions);
      open();
      status.textContent = rows.length ? `${rows.length} gợi ý, dùng phím mũi tên để chọn.` : "Không có gợi ý.";
    } catch {
      // Enter still opens the search page, which reports the error.
      close();
    }
  }

  function suggestionOption(row, words) {
    const facts = [row.kind, ...(row.facts ?? []).slice(0, 2)].join(" · ");
    return linkOption(
      new URL(row.url, root).href,
      {},
      element("span", { class: "gs-suggest__title" }, marked(highlight(row.title, words))),
      element("span", { class: "gs-suggest__facts" }, facts),
    );
  }

  function allResultsOption(term, total) {
    const label = total
      ? `Xem cả ${total.toLocaleString("vi-VN")} kết quả cho “${term}”`
      : `Không có kết quả cho “${term}”`;
    return linkOption(`${form.action}?${new URLSearchParams({ q: term })}`, { class: "gs-suggest__all" }, label);
  }

  function linkOption(href, attributes, ...children) {
    const node = element("li", { role: "option", ...attributes, "data-href": href }, ...children);
    // The field keeps the focus.
    node.addEventListener("mousedown", (event) => event.preventDefault());
    node.addEventListener("click", () => location.assign(href));
    return node;
  }

  let typing;
  input.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(show, PAUSE_MILLISECONDS);
  });
  // Fetch the index while the reader types the first letter.
  input.addEventListener("focus", () => {
    engine.warm().catch(() => {
      // The search itself deals with the error.
    });
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const isOpen = !list.hidden;
    if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      close();
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (isOpen) move(event.key === "ArrowDown" ? 1 : -1);
      else show();
    }
    if (event.key === "Enter" && isOpen && current >= 0) {
      event.preventDefault();
      location.assign(options()[current].dataset.href);
    }
  });
}

for (const form of document.querySelectorAll("[data-gs-suggest]")) suggest(form);
