// While {{ is typed into an input with data-variables, what may follow is offered under the cursor. The names come from <ul id="variables" hidden>
// with <li data-name="contact.first_name">First name</li>. Arrows choose, Enter or Tab takes, Escape goes on as if nothing was offered.

const STARTED = /\{\{\s*([A-Za-z0-9_.]*)$/;
const MOST_SHOWN = 8;

let open = null;

document.addEventListener("input", event => {
  const input = event.target;
  if (input.matches?.("[data-variables]") && !event.isComposing) offer(input);
});

document.addEventListener("keydown", event => {
  if (!open || event.target !== open.input || event.isComposing) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) select(open.index + step);
  else if (event.key === "Enter" || event.key === "Tab") take(open.index);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);

document.addEventListener("focusout", event => open && event.target === open.input && close());
document.addEventListener("click", event => open && !open.box.contains(event.target) && event.target !== open.input && close());
addEventListener("scroll", event => open && !open.box.contains(event.target) && close(), true);
addEventListener("resize", () => close());

function offer(input) {
  const typed = input.value.slice(0, input.selectionStart).match(STARTED);
  const found = typed && input.selectionStart === input.selectionEnd && !input.readOnly ? matching(typed[1]) : [];
  if (found.length === 0) return close();
  close();
  const box = document.createElement("ul");
  box.className = "completion";
  box.id = "variable-completion";
  box.setAttribute("role", "listbox");
  box.setAttribute("aria-label", document.getElementById("variables").dataset.label);
  found.forEach(({ name, caption }, index) => {
    const option = document.createElement("li");
    option.id = `${box.id}-${index}`;
    option.setAttribute("role", "option");
    option.append(Object.assign(document.createElement("span"), { textContent: caption }), Object.assign(document.createElement("code"), { textContent: name }));
    // Before the input loses the focus.
    option.addEventListener("pointerdown", event => {
      event.preventDefault();
      take(index);
    });
    box.append(option);
  });
  document.body.append(box);
  open = { input, box, found, index: 0, start: input.selectionStart - typed[0].length };
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", box.id);
  place();
  select(0);
}

// Those that begin so come before those that have it somewhere, in their name or in what they are called.
function matching(typed) {
  const wanted = typed.toLowerCase();
  const all = [...(document.getElementById("variables")?.children ?? [])].map(each => ({ name: each.dataset.name, caption: each.textContent }));
  const begin = all.filter(each => each.name.startsWith(wanted));
  const have = all.filter(each => !begin.includes(each) && (each.name.includes(wanted) || each.caption.toLowerCase().includes(wanted)));
  return [...begin, ...have].slice(0, MOST_SHOWN);
}

function select(index) {
  open.box.children[open.index]?.removeAttribute("aria-selected");
  open.index = (index + open.found.length) % open.found.length;
  const option = open.box.children[open.index];
  option.setAttribute("aria-selected", "true");
  option.scrollIntoView({ block: "nearest" });
  open.input.setAttribute("aria-activedescendant", option.id);
}

function take(index) {
  const { input, found, start } = open;
  const after = input.value.slice(input.selectionStart).match(/^[A-Za-z0-9_.]*\s*\}{0,2}/)[0];
  const end = input.selectionStart + (after.endsWith("}}") ? after.length : 0);
  close();
  input.setSelectionRange(start, end);
  const text = `{{${found[index].name}}}`;
  // As if it had been typed: Ctrl+Z takes it back, and Blazor hears of it.
  if (!document.execCommand("insertText", false, text)) {
    input.setRangeText(text, start, end, "end");
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function close() {
  if (!open) return;
  open.box.remove();
  for (const name of ["aria-activedescendant", "aria-controls", "aria-autocomplete"]) open.input.removeAttribute(name);
  open = null;
}

function place() {
  const { input, box, start } = open;
  const at = caret(input, start);
  const frame = input.getBoundingClientRect();
  const gap = 4;
  const below = at.bottom + gap;
  const fits = below + box.offsetHeight <= innerHeight;
  box.style.top = `${fits ? below : Math.max(gap, at.top - gap - box.offsetHeight)}px`;
  box.style.left = `${Math.max(gap, Math.min(Math.max(at.left, frame.left), innerWidth - box.offsetWidth - gap))}px`;
}

// Browsers do not say where in an input a character is: a copy of it does.
function caret(input, position) {
  const style = getComputedStyle(input);
  const mirror = document.createElement("div");
  for (const name of ["fontFamily", "fontSize", "fontWeight", "letterSpacing", "lineHeight", "paddingTop", "paddingRight", "paddingBottom", "paddingLeft", "borderTopWidth", "borderRightWidth", "borderBottomWidth", "borderLeftWidth", "boxSizing", "textTransform"]) mirror.style[name] = style[name];
  const frame = input.getBoundingClientRect();
  const isOneLine = input instanceof HTMLInputElement;
  Object.assign(mirror.style, {
    position: "fixed",
    visibility: "hidden",
    overflow: "hidden",
    borderStyle: "solid",
    left: `${frame.left}px`,
    top: `${frame.top}px`,
    width: `${frame.width}px`,
    height: `${frame.height}px`,
    whiteSpace: isOneLine ? "pre" : "pre-wrap",
    overflowWrap: "break-word",
  });
  mirror.textContent = input.value.slice(0, position);
  const mark = document.createElement("span");
  mark.textContent = input.value.slice(position) || ".";
  mirror.append(mark);
  document.body.append(mirror);
  mirror.scrollTop = input.scrollTop;
  mirror.scrollLeft = input.scrollLeft;
  const rect = mark.getClientRects()[0] ?? mirror.getBoundingClientRect();
  const line = parseFloat(style.lineHeight) || rect.height;
  mirror.remove();
  const top = isOneLine ? frame.top : Math.max(frame.top, Math.min(rect.top, frame.bottom - line));
  return { left: rect.left, top, bottom: isOneLine ? frame.bottom : top + line };
}
