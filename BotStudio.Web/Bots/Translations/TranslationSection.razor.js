// Ctrl+Enter goes on: an open suggestion is accepted, then the cursor stands in the next text that is missing.

export function listen(root) {
  root.addEventListener("keydown", event => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !event.target.matches("textarea")) return;
    event.preventDefault();
    const row = event.target.closest("[data-text]");
    row.querySelector("[data-accept]")?.click();
    next(root, row)?.focus();
  });
}

function next(root, row) {
  const rows = [...root.querySelectorAll("[data-text]")];
  const following = rows.slice(rows.indexOf(row) + 1);
  const wanted = following.find(other => other.dataset.text === "missing" || other.querySelector("[data-accept]"));
  return (wanted ?? following[0])?.querySelector("textarea");
}
