// Buttons that write into a text: <button data-insert-into="id" data-insert="{{name}}">, or data-wrap="**" around what is selected, or data-line="- "
// before each of its lines. Ctrl+B and Ctrl+I do so in a <textarea data-markdown>.

document.addEventListener("click", event => {
  const button = event.target.closest("[data-insert-into]");
  const input = button && document.getElementById(button.dataset.insertInto);
  if (!input || input.readOnly) return;
  const { insert, wrap, wrapEnd, line } = button.dataset;
  if (insert) write(input, insert);
  else if (wrap) surround(input, wrap, wrapEnd ?? wrap);
  else if (line) beginLines(input, line);
});

document.addEventListener("keydown", event => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || !event.target.matches?.("textarea[data-markdown]")) return;
  const mark = { b: "**", i: "_" }[event.key.toLowerCase()];
  if (!mark) return;
  event.preventDefault();
  surround(event.target, mark, mark);
});

function surround(input, before, after) {
  const { selectionStart: start, selectionEnd: end, value } = input;
  const selected = value.slice(start, end);
  // Pressed again, it takes the marks off.
  if (value.slice(start - before.length, start) === before && value.slice(end, end + after.length) === after) {
    write(input, selected, start - before.length, end + after.length);
    input.setSelectionRange(start - before.length, end - before.length);
    return;
  }
  write(input, before + selected + after, start, end);
  input.setSelectionRange(start + before.length, start + before.length + selected.length);
}

function beginLines(input, mark) {
  const { selectionStart: start, selectionEnd: end, value } = input;
  const from = value.lastIndexOf("\n", start - 1) + 1;
  const lines = value.slice(from, end).split("\n");
  const all = lines.every(line => line.startsWith(mark));
  write(input, lines.map(line => (all ? line.slice(mark.length) : mark + line)).join("\n"), from, end);
}

// As if it had been typed: Ctrl+Z takes it back, and Blazor hears of it.
function write(input, text, start = input.selectionStart, end = input.selectionEnd) {
  input.focus();
  input.setSelectionRange(start, end);
  if (!document.execCommand(text ? "insertText" : "delete", false, text)) {
    input.setRangeText(text, start, end, "end");
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
