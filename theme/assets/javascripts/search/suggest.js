// Suggestions under the search field of every page: a combobox as WAI-ARIA's authoring practices describe it (list, manual selection).
import { element, marked } from "./elements.js";
import { Engine, arrange } from "./engine.js";
import { highlight } from "./excerpt.js";

const SHOWN = 6;
const PAUSE = 30; // milliseconds

export function suggest(form) {
  const input = form.querySelector("input[type=search]");
  const root = new URL(form.dataset.root, location.href);
  const engine = new Engine(new URL(form.dataset.index, location.href));
  const list = element("ul", { id: `${input.id}-goi-y`, class: "gs-suggest", role: "listbox", "aria-label": "Gợi ý", hidden: true });
  const status = element("p", { class: "gs-sr", role: "status" });
  form.append(list, status);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" })) input.setAttribute(name, value);
  let current = -1;
  let turn = 0;

  const options = () => [...list.children];
  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    select(-1);
  }
  function select(place) {
    current = place;
    options().forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
    if (place >= 0) {
      input.setAttribute("aria-activedescendant", options()[place].id);
      options()[place].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  async function show() {
    const mine = ++turn;
    const term = input.value.trim();
    if (term.length < 2) return close();
    try {
      const found = await engine.search(input.value);
      const rows = await Promise.all((await arrange(found.hits, "", SHOWN)).map((hit) => hit.segment.shown(hit.record)));
      if (mine !== turn || document.activeElement !== input) return;
      const entries = rows.map((row) => option(new URL(row.url, root).href, row, found.query.words));
      entries.push(option(`${form.action}?${new URLSearchParams({ q: term })}`, undefined, [], term, found.hits.length));
      entries.forEach((entry, place) => { entry.id = `${list.id}-${place}`; });
      list.replaceChildren(...entries);
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      select(-1);
      status.textContent = rows.length ? `${rows.length} gợi ý, dùng phím mũi tên để chọn.` : "Không có gợi ý.";
    } catch (error) {
      close(); // Enter still goes to the search page, which says what is wrong
    }
  }

  function option(href, row, words, term, total) {
    const node = row
      ? element("li", { role: "option", "data-href": href },
        element("span", { class: "gs-suggest__title" }, marked(highlight(row.title, words))),
        element("span", { class: "gs-suggest__facts" }, [row.kind, ...(row.facts ?? []).slice(0, 2)].join(" · ")))
      : element("li", { role: "option", class: "gs-suggest__all", "data-href": href }, total ? `Xem cả ${total.toLocaleString("vi-VN")} kết quả cho “${term}”` : `Không có kết quả cho “${term}”`);
    node.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    node.addEventListener("click", () => location.assign(href));
    return node;
  }

  let typing;
  input.addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(show, PAUSE); });
  input.addEventListener("focus", () => { engine.warm().catch(() => {}); }); // by the first letter it is there
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) { show(); return; }
      const count = options().length;
      const down = event.key === "ArrowDown";
      select(current < 0 ? (down ? 0 : count - 1) : current + (down ? 1 : -1) === count ? -1 : Math.max(-1, current + (down ? 1 : -1)));
    }
    if (event.key === "Enter" && !list.hidden && current >= 0) { event.preventDefault(); location.assign(options()[current].dataset.href); }
  });
}

for (const form of document.querySelectorAll("[data-gs-suggest]")) suggest(form);
