// What axe's answer on a page depends on, and no more: every element with its attributes, which texts are alike, which
// targets are small and what scrolls, at this width, in these colours. What the texts say counts for nothing.
() => {
  const seen = new Map();
  const nth = (kind, text) => {
    const key = kind + text.trim();
    if (!text.trim()) return "-";
    if (!seen.has(key)) seen.set(key, seen.size);
    return seen.get(key);
  };
  const names = new Set(["id", "for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns",
    "aria-activedescendant", "aria-errormessage", "headers", "form", "list"]);
  const words = new Set(["aria-label", "title", "alt", "placeholder", "content", "aria-roledescription",
    "aria-valuetext", "label"]);
  const told = new Set(["value", "name", "action", "formaction", "src", "srcset", "datetime", "d", "points"]);
  const whole = new Set([document.documentElement, document.body]);
  const lines = [innerWidth, matchMedia("(prefers-color-scheme: dark)").matches, document.title.trim() !== "",
    getComputedStyle(document.documentElement).getPropertyValue("--accent")];
  for (const one of document.querySelectorAll("*")) {
    const attributes = [...one.attributes].map(({ name, value }) => {
      if (names.has(name)) return name + "=" + value.split(/\s+/).map((id) => nth("id", id));
      if (name === "href") return "href=" + (value.startsWith("#") ? nth("id", value.slice(1)) : nth("href", value));
      if (told.has(name)) return name + (value.trim() === "");
      if (name === "lang") return "lang=" + nth("lang", value);
      return name + "=" + (words.has(name) || name.startsWith("data-") ? nth("text", value) : value);
    }).sort();
    const texts = [...one.childNodes].filter((node) => node.nodeType === 3).map((node) => nth("text", node.data));
    const box = one.getBoundingClientRect();
    lines.push([one.parentElement?.tagName, one.previousElementSibling?.tagName, one.tagName, attributes, texts,
      box.width > 0 && box.width < 24, box.height > 0 && box.height < 24, box.width === 0 || box.height === 0,
      one.scrollWidth > one.clientWidth, one.scrollHeight > one.clientHeight && !whole.has(one)].join("|"));
  }
  return lines.join("\n");
}
