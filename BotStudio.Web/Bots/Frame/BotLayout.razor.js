// What the pages of a draft ask of the browser: words outlive a lost connection, Ctrl+S saves, and a place can be shown.

const KEEP_FOR_MS = 12 * 60 * 60 * 1000;

// A keystroke that has not reached the server after this time will not: its input says it once more.
const ON_ITS_WAY_MS = 2000;

// <draft-keeper data-bot="…" data-state="saved|unsaved|…"> remembers in this tab what is typed into inputs with a data-place until the server has
// saved it. After a reload (the server was restarted, the connection was gone for long) it puts the words back where they were.
class DraftKeeper extends HTMLElement {
  static observedAttributes = ["data-state"];

  attributeChangedCallback(name, before, now) {
    if (now === "saved" && before) this.noteSaved();
  }

  connectedCallback() {
    this.leaving = new AbortController();
    const whileHere = { signal: this.leaving.signal };
    document.addEventListener("focusin", event => this.notice(event.target), whileHere);
    document.addEventListener("input", event => this.remember(event.target), whileHere);
    document.addEventListener("keydown", event => this.saveByKey(event), whileHere);
    this.before = new WeakMap();
    this.fromBefore = this.read();
    this.watch = new MutationObserver(() => this.bringBack());
    this.watch.observe(document.body, { childList: true, subtree: true });
    this.timer = setInterval(() => this.settle(), 1000);
    this.bringBack();
  }

  disconnectedCallback() {
    this.leaving.abort();
    this.watch.disconnect();
    clearInterval(this.timer);
  }

  get key() {
    return `draft:${this.dataset.bot}`;
  }

  read() {
    return JSON.parse(sessionStorage.getItem(this.key) ?? "{}");
  }

  write(kept) {
    if (Object.keys(kept).length > 0) sessionStorage.setItem(this.key, JSON.stringify(kept));
    else sessionStorage.removeItem(this.key);
  }

  notice(input) {
    if (isKept(input)) this.before.set(input, input.value);
  }

  remember(input) {
    if (!isKept(input) || this.isPoking) return;
    const kept = this.read();
    const place = input.dataset.place;
    const known = kept[place]?.known ?? [this.before.get(input) ?? ""];
    kept[place] = { value: input.value, known, at: Date.now() };
    delete this.fromBefore[place];
    this.write(kept);
  }

  // The words that the server has now: finding them later, one can go on from there.
  noteSaved() {
    const kept = this.read();
    for (const words of Object.values(kept)) words.known = [...words.known.slice(-1), words.value];
    this.write(kept);
  }

  // Once the server says that all is saved, what is older than a keystroke's way can be forgotten. Words typed while the connection was
  // gone are still in their inputs, so those speak up once more first.
  settle() {
    if (this.dataset.state !== "saved" || isDisconnected()) return;
    const kept = this.read();
    for (const [place, words] of Object.entries(kept)) {
      if (place in this.fromBefore || Date.now() - words.at < ON_ITS_WAY_MS) continue;
      const input = inputAt(place);
      if (words.saidAgain || !input) {
        delete kept[place];
      } else {
        words.saidAgain = true;
        words.at = Date.now();
        this.isPoking = true;
        input.dispatchEvent(new Event("input", { bubbles: true }));
        this.isPoking = false;
      }
    }
    this.write(kept);
  }

  bringBack() {
    for (const [place, words] of Object.entries(this.fromBefore)) {
      const input = inputAt(place);
      const isOld = Date.now() - words.at > KEEP_FOR_MS;
      if (!input && !isOld) continue;
      delete this.fromBefore[place];
      if (isOld || input.value === words.value) {
        this.forget(place);
      } else if (words.known.includes(input.value)) {
        input.value = words.value;
        input.dispatchEvent(new Event("input", { bubbles: true }));
        this.say(this.dataset.broughtBack);
      } else {
        this.forget(place);
        this.say(this.dataset.changedMeanwhile, words.value);
      }
    }
    if (Object.keys(this.fromBefore).length === 0) this.watch.disconnect();
  }

  forget(place) {
    const kept = this.read();
    delete kept[place];
    this.write(kept);
  }

  // Outside of what Blazor renders, because it is about words that Blazor does not know.
  say(text, words) {
    const box = Object.assign(document.createElement("div"), { className: "brought-back" });
    box.setAttribute("role", "status");
    box.append(Object.assign(document.createElement("p"), { textContent: text }));
    if (words) {
      const copy = Object.assign(document.createElement("button"), { type: "button", className: "button compact", textContent: this.dataset.copyWords });
      copy.dataset.copy = words;
      box.append(copy);
    }
    document.body.append(box);
    setTimeout(() => box.remove(), words ? 60000 : 6000);
  }

  saveByKey(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    this.querySelector("[data-save-now]")?.click();
  }
}

if (!customElements.get("draft-keeper")) customElements.define("draft-keeper", DraftKeeper);

// Brings the input at a place (or what surrounds it) into view, as soon as it is there.
export function show(place) {
  const until = Date.now() + 3000;
  const look = () => {
    const found = document.querySelector(`[data-place="${CSS.escape(place)}"]`) ?? (Date.now() > until ? nearest(place) : null);
    if (found) {
      found.scrollIntoView({ block: "center" });
      found.focus({ preventScroll: true });
      if (found instanceof HTMLInputElement) found.select();
    } else if (Date.now() <= until) {
      requestAnimationFrame(look);
    }
  };
  look();
}

function nearest(place) {
  for (let end = place.lastIndexOf("/"); end > 0; end = place.lastIndexOf("/", end - 1)) {
    const found = document.querySelector(`[data-place="${CSS.escape(place.slice(0, end))}"]`);
    if (found) return found;
  }
  return null;
}

function isKept(input) {
  return Boolean(input.dataset?.place) && (input instanceof HTMLTextAreaElement || (input instanceof HTMLInputElement && input.type === "text"));
}

function inputAt(place) {
  const input = document.querySelector(`[data-place="${CSS.escape(place)}"]`);
  return input && isKept(input) ? input : null;
}

function isDisconnected() {
  return document.getElementById("components-reconnect-modal")?.open === true;
}
