// Creates elements. Texts become text nodes, never markup.
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== undefined && child !== ""));
  return node;
}

// Return the parts of a line or an excerpt as nodes, with <mark> around the marked ones.
export function marked(parts) {
  return parts.map((part) => (part.mark ? element("mark", {}, part.text) : part.text));
}
