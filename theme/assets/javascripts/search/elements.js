// Elements made by script. Text goes in as text, never as markup.
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  node.append(...children.flat().filter((child) => child !== undefined && child !== ""));
  return node;
}

// Parts of an excerpt or a line as nodes, the marked ones in <mark>.
export function marked(parts) {
  return parts.map((part) => (part.mark ? element("mark", {}, part.text) : part.text));
}
