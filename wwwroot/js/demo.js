// The talk with the demo bot on the first page. Every answer comes from the engine on the server; where the talk stands travels with it, sealed.

const PATIENCE_MS = 15000;

const demo = document.querySelector("[data-demo]");
const lines = demo.querySelector("[data-demo-lines]");
const scroll = demo.querySelector("[data-demo-scroll]");
const form = demo.querySelector("[data-demo-form]");
const input = form.elements.text;
let talk = null;
let lastId = lines.querySelectorAll(".message").length;
let before = Promise.resolve();

for (const each of demo.querySelectorAll("[disabled]")) each.disabled = false;
demo.dataset.ready = "";
scroll.scrollTop = scroll.scrollHeight;

form.addEventListener("submit", event => {
  event.preventDefault();
  const text = input.value.trim();
  if (!text) return;
  input.value = "";
  const id = newId();
  show(mine(text), id);
  ask({ text, messageId: id });
});

lines.addEventListener("click", event => {
  const key = event.target.closest("[data-tap]");
  if (!key) return;
  const bubble = key.closest(".message");
  ask({ tap: key.dataset.tap, messageId: bubble.dataset.id }, { key, bubble });
});

// One after another, as a chat is answered.
function ask(said, tapped) {
  before = before.then(() => answer(said, tapped));
}

async function answer(said, tapped) {
  const waiting = setTimeout(() => typing(true), 250);
  try {
    const reply = await fetch(demo.dataset.address, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...said, language: demo.dataset.language, talk }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (reply.status === 429) return say(demo.dataset.slow);
    if (!reply.ok) throw new Error(String(reply.status));
    const answered = await reply.json();
    talk = answered.talk;
    const changes = answered.messages.some(message => message.replaces);
    if (tapped && !changes && answered.messages.length > 0) show(mine(tapped.key.textContent), newId());
    for (const message of answered.messages) put(message, tapped);
    owner(answered.owner);
  } catch {
    say(demo.dataset.failed);
  } finally {
    clearTimeout(waiting);
    typing(false);
  }
}

function put(message, tapped) {
  const bubble = theirs(message);
  const old = message.replaces && lines.querySelector(`[data-id="${CSS.escape(message.replaces)}"]`);
  if (!old) return show(bubble, newId());
  bubble.dataset.id = message.replaces;
  const hadFocus = old.contains(document.activeElement);
  const stayed = atEnd();
  old.replaceWith(bubble);
  // The button that was pressed is gone: the next ones are where it was.
  if (hadFocus) (bubble.querySelector("[data-tap]") ?? input).focus({ preventScroll: true });
  if (stayed) toEnd();
}

function show(bubble, id) {
  bubble.dataset.id = id;
  const dots = lines.querySelector(".typing-line");
  if (dots) dots.before(bubble);
  else lines.append(bubble);
  toEnd();
}

const newId = () => String(++lastId);
const atEnd = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 40;
const toEnd = () => scroll.scrollTo({ top: scroll.scrollHeight, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });

function mine(text) {
  const line = element("div", "message mine arrives");
  line.append(element("div", "bubble", text));
  return line;
}

function theirs(message) {
  const line = element("div", "message theirs arrives");
  const bubble = element("div", "bubble");
  // Made on the server from Markdown in which HTML stays text.
  bubble.innerHTML = message.html;
  line.append(bubble);
  for (const row of message.keys) {
    const keys = element("div", "keys");
    for (const key of row) {
      const button = element("button", "key", key.text);
      button.type = "button";
      button.dataset.tap = key.data;
      keys.append(button);
    }
    line.append(keys);
  }
  return line;
}

function say(text) {
  const line = element("div", "message theirs arrives");
  line.append(element("div", "bubble", text));
  show(line, newId());
}

function typing(isOn) {
  lines.querySelector(".typing-line")?.remove();
  if (!isOn) return;
  const line = element("div", "message theirs typing-line");
  const bubble = element("div", "bubble typing");
  bubble.append(element("i"), element("i"), element("i"));
  line.append(bubble);
  lines.append(line);
  toEnd();
}

function owner(view) {
  demo.querySelector("[data-demo-why]").textContent = view.why;
  demo.querySelector("[data-demo-took]").textContent = view.took;
  const entry = demo.querySelector("[data-demo-entry]");
  if (!view.title) return;
  entry.hidden = false;
  entry.dataset.state = view.state;
  entry.querySelector("b").textContent = view.title;
  const facts = entry.querySelector("dl");
  facts.replaceChildren();
  for (const fact of view.facts) {
    const row = element("div");
    row.append(element("dt", "", fact.label), element("dd", "", fact.text));
    facts.append(row);
  }
}

function element(name, className = "", text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}
